#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/clock.h"

namespace azen::server {

/// Reads the fields of a JSON object one by one, and writes down what is wrong with them, in the
/// words that clients of /api/auth know. Ask for all, then look at problems(): what was wrong reads
/// as absent. Unknown fields are ignored. For one request.
class BodyFields {
public:
    enum class Need : std::uint8_t {
        required,
        optional,  // may be missing
        nullable,  // may be missing or null, which reads as missing
    };

    /// `object` outlives this; `place` is where it came from: "body".
    BodyFields(const nlohmann::json& object, std::string_view place)
        : object_{object}, place_{place}
    {}

    std::optional<std::string> text(std::string_view name, Need need, std::size_t least = 0);
    std::optional<std::int64_t> integer(std::string_view name, Need need, std::int64_t least);
    std::optional<bool> boolean(std::string_view name, Need need);
    std::optional<Timestamp> time(std::string_view name, Need need);  // ISO 8601

    /// A JSON object, as it is.
    std::optional<nlohmann::json> object(std::string_view name, Need need);

    /// Whether the field is there, be it null.
    bool has(std::string_view name) const { return object_.contains(name); }

    /// Whether the field is there and says something: neither null nor false.
    bool is_set(std::string_view name) const;

    /// Whether the field is there and null.
    bool is_null(std::string_view name) const;

    /// All that was wrong so far, in order; empty: nothing.
    const std::string& problems() const { return problems_; }

    /// Writes down a problem of `name`.
    void complain(std::string_view name, std::string_view problem);

private:
    /// The field's value if it has one; complains when it is needed and has none.
    const nlohmann::json* find(std::string_view name, std::string_view type, Need need);
    void complain_of_type(std::string_view name,
                          std::string_view expected,
                          const nlohmann::json* received);

    const nlohmann::json& object_;
    std::string_view place_;
    std::string problems_;
};

/// What JavaScript calls the type of a value; "undefined" for nullptr.
std::string_view type_name(const nlohmann::json* value);

}  // namespace azen::server

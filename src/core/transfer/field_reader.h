#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen {

/// Reads the fields of a JSON object whose form is fixed: each of them is there, once, and nothing
/// else is. What is wrong is remembered, the first of it, and said by finish(); until then a field
/// that is wrong reads as an empty value, so that a reader of many fields needs no test for each.
class FieldReader {
public:
    /// `object` outlives the reader. What is no object is wrong, as is each field of it.
    explicit FieldReader(const nlohmann::ordered_json& object);

    std::string text(const char* name);
    bool boolean(const char* name);
    Timestamp time(const char* name);  // as format_timestamp() writes it

    /// A whole number in [least, most].
    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most);

    // Null reads as nullopt.
    std::optional<std::int64_t> optional_integer(const char* name,
                                                 std::int64_t least,
                                                 std::int64_t most);
    std::optional<Timestamp> optional_time(const char* name);

    /// The value as it is; null when it is missing.
    const nlohmann::ordered_json& any(const char* name);

    /// Says that a field is wrong for a reason of the caller's.
    void reject(const char* name, std::string_view reason);

    /// ErrorKind::invalid when anything was wrong, or there are fields that were not read.
    Result<void> finish();

    /// The same for an object that may have more fields, as a later version may send.
    Result<void> finish_open() const;

private:
    void note(std::string problem);

    const nlohmann::ordered_json& object_;
    std::set<std::string, std::less<>> read_;
    std::optional<std::string> problem_;
};

}  // namespace azen

#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace azen {

/// What a key may do: actions by resource. There are no wildcards. A value type.
class Permissions {
public:
    Permissions() = default;

    /// memory: read, write, delete; usage: read. What a plain create grants.
    static Permissions defaults();

    /// Reads `{"resource":["action",…]}`; resource and action are 1 to 64 characters of
    /// [A-Za-z0-9_:-]. Anything else is ErrorKind::invalid.
    static Result<Permissions> from_json(const nlohmann::json& json);

    /// Reads what people type: "memory.read,usage.read", spaces around each allowed; empty grants
    /// nothing.
    static Result<Permissions> parse(std::string_view text);

    nlohmann::json to_json() const;

    /// The inverse of parse(), sorted: "memory.delete,memory.read".
    std::string to_text() const;

    /// A malformed name is never granted; revoking what is not granted is no error.
    void grant(std::string_view resource, std::string_view action);
    void revoke(std::string_view resource, std::string_view action);

    /// All of `others`, which is another object.
    void grant(const Permissions& others);
    void revoke(const Permissions& others);

    /// Whether `permission`, written "resource.action", is granted. A malformed one never is.
    bool allows(std::string_view permission) const;

    /// Whether anything is granted on that resource.
    bool allows_any(std::string_view resource) const;

    bool operator==(const Permissions&) const = default;

private:
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> actions_;
};

}  // namespace azen

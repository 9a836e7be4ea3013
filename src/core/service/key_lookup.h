#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/store/store.h"

namespace azen {

/// The keys that an administrator has to do with. For it there are no others.
struct KeyScope {
    std::optional<std::string> organization_id{};  // nullopt: those of every organization
    std::optional<std::string> user_id{};          // nullopt: those of every user

    bool covers(std::string_view organization, std::string_view user) const
    {
        return organization_id.value_or(std::string{organization}) == organization &&
               user_id.value_or(std::string{user}) == user;
    }
};

}  // namespace azen

/// Which key a person means.
namespace azen::key_lookup {

/// The one key of `scope` that `reference` names: by its id, its name or the start of a secret of
/// it. An id wins over an equal name. ErrorKind::conflict lists the candidates when there are
/// several,
/// ::not_found suggests the nearest name when there is none.
Result<ApiKey> find(KeyRows& keys, std::string_view reference, const KeyScope& scope);

}  // namespace azen::key_lookup

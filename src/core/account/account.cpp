#include "core/account/account.h"

#include <algorithm>
#include <array>
#include <utility>

namespace azen {
namespace {

constexpr std::array names{std::pair{Role::owner, std::string_view{"owner"}},
                           std::pair{Role::admin, std::string_view{"admin"}},
                           std::pair{Role::member, std::string_view{"member"}}};

}  // namespace

std::string_view to_string(Role role)
{
    const auto* const found = std::ranges::find(names, role, &decltype(names)::value_type::first);
    return found == names.end() ? std::string_view{} : found->second;
}

std::optional<Role> parse_role(std::string_view text)
{
    const auto* const found = std::ranges::find(names, text, &decltype(names)::value_type::second);
    return found == names.end() ? std::nullopt : std::optional{found->first};
}

}  // namespace azen

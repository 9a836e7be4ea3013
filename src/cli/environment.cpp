#include "cli/environment.h"

namespace azen::cli {

std::optional<std::string> Environment::find(std::string_view name) const
{
    const auto variable = variables_.find(name);
    // Unset and empty are one: most scripts cannot say the difference either.
    if (variable == variables_.end() || variable->second.empty()) {
        return std::nullopt;
    }
    return variable->second;
}

}  // namespace azen::cli

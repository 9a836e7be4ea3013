#include "cli/environment.h"

#include <algorithm>
#include <array>

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

// LC_ALL overrules LC_CTYPE, which overrules LANG. Not asked of setlocale(): that would need the
// locale to be installed, and change what the whole process does.
bool Environment::is_utf8_locale() const
{
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        if (const std::optional<std::string> locale = find(name)) {
            // The spellings that occur; "en_GB.UTF-8@euro" is one of them too.
            constexpr std::array spellings{"UTF-8", "utf-8", "UTF8", "utf8"};
            return std::ranges::any_of(spellings, [&locale](const char* spelling) {
                return locale->find(spelling) != std::string::npos;
            });
        }
    }
    return false;
}

}  // namespace azen::cli

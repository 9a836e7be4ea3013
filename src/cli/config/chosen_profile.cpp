#include "cli/config/chosen_profile.h"

#include "cli/config/configuration_file.h"

namespace azen::cli {
Result<std::optional<Profile>> choose_profile(const Arguments& arguments,
                                              const Environment& environment)
{
    const std::optional<std::string> said = arguments.value("profile");
    // A service without a home has no configuration, and needs none.
    if (!said && !locate_configuration(environment)) {
        return std::nullopt;
    }
    const ConfigurationFile file = TRY(read_configuration(environment));
    const std::optional<std::string> name = said ? said : file.configuration.used;
    if (!name) {
        return std::nullopt;
    }
    const Profile* profile = file.configuration.find(*name);
    if (profile == nullptr) {
        return unknown_profile(file.configuration, *name);
    }
    return with_resolved_paths(*profile, file.path, environment);
}

}  // namespace azen::cli

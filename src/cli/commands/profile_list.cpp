#include "cli/commands/profile_list.h"

#include <vector>

#include "cli/config/configuration_file.h"
#include "cli/output/profile_output.h"

namespace azen::cli::profile_list {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.output = output_of(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const ConfigurationFile file = TRY(read_configuration(context.environment));
    const std::optional<std::string> overruling = context.environment.find("AZEN_PROFILE");
    const std::optional<std::string>& used = overruling ? overruling : file.configuration.used;
    std::vector<ProfileReport> reports;
    reports.reserve(file.configuration.profiles.size());
    for (const Profile& profile : file.configuration.profiles) {
        reports.push_back(report_on(with_resolved_paths(profile, file.path, context.environment),
                                    profile.name == used));
    }
    print_profiles(context, reports, options.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::profile_list

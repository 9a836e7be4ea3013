#include "cli/commands/profile_show.h"

#include "cli/config/configuration_file.h"
#include "cli/output/profile_output.h"

namespace azen::cli::profile_show {

// Without a name it is the one that any other command would work with.
Result<Options> parse(const Arguments& arguments)
{
    const std::optional<std::string> name = arguments.value("NAME");
    return Options{.name = name ? name : arguments.value("profile"),
                   .output = output_of(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const ConfigurationFile file = TRY(read_configuration(context.environment));
    const Configuration& configuration = file.configuration;
    const std::optional<std::string>& name = options.name ? options.name : configuration.used;
    if (!name) {
        return fail(ErrorKind::not_found,
                    "no profile is in use",
                    "name one; `azen profile list` shows what there is");
    }
    const Profile* profile = configuration.find(*name);
    if (profile == nullptr) {
        return unknown_profile(configuration, *name);
    }
    const std::optional<std::string> overruling = context.environment.find("AZEN_PROFILE");
    const bool used = (overruling ? overruling : configuration.used) == *name;
    print_profile(context,
                  report_on(with_resolved_paths(*profile, file.path, context.environment), used),
                  options.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::profile_show

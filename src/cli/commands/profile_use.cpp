#include "cli/commands/profile_use.h"

#include <fmt/core.h>

#include "cli/config/configuration_edit.h"
#include "cli/config/configuration_file.h"
#include "cli/effect.h"
#include "cli/output/profile_output.h"
#include "cli/output/report.h"

namespace azen::cli::profile_use {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.name = arguments.required("NAME"),
                   .output = output_of(arguments),
                   .effect = effect_of(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const ConfigurationFile file = TRY(read_configuration(context.environment));
    const Profile* profile = file.configuration.find(options.name);
    if (profile == nullptr) {
        return unknown_profile(file.configuration, options.name);
    }
    announce(context, options.effect);
    const std::string text = TRY(with_used_profile(file.text, options.name));
    if (options.effect == Effect::real) {
        TRY(write_configuration(file.path, text));
    }
    const Profile resolved = with_resolved_paths(*profile, file.path, context.environment);
    print_changed_profile(context,
                          report_on(resolved, true),
                          fmt::format("profile {} {} in use", options.name, is_done(context)),
                          options.output);
    // Otherwise nothing would seem to have happened.
    const std::optional<std::string> overruling = context.environment.find("AZEN_PROFILE");
    if (overruling && *overruling != options.name) {
        print_note(context, fmt::format("AZEN_PROFILE={} overrules this here", *overruling));
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::profile_use

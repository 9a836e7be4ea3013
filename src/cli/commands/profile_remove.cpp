#include "cli/commands/profile_remove.h"

#include <fmt/core.h>

#include <filesystem>
#include <system_error>

#include "cli/config/configuration_edit.h"
#include "cli/config/configuration_file.h"
#include "cli/effect.h"
#include "cli/output/profile_output.h"

namespace azen::cli::profile_remove {
namespace {

// Last of all: a key without a profile does no harm, a profile without its key does not work.
void remove_kept_key(const Profile& profile, const std::filesystem::path& configuration)
{
    if (profile.key_file == key_file_of(configuration, profile.name).string()) {
        std::error_code ignored;  // it may be gone already
        std::filesystem::remove(*profile.key_file, ignored);
    }
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.name = arguments.required("NAME"),
                   .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                   .output = output_of(arguments),
                   .effect = effect_of(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const ConfigurationFile file = TRY(read_configuration(context.environment));
    const Profile* found = file.configuration.find(options.name);
    if (found == nullptr) {
        return unknown_profile(file.configuration, options.name);
    }
    const Profile profile = with_resolved_paths(*found, file.path, context.environment);
    announce(context, options.effect);
    const std::string text = TRY(without_profile(file.text, options.name));
    if (options.effect == Effect::real) {
        TRY(confirm(context, fmt::format("Remove profile {}?", options.name), options.confirmed));
        TRY(write_configuration(file.path, text));
        remove_kept_key(profile, file.path);
    }
    print_changed_profile(context,
                          report_on(profile, false),
                          fmt::format("profile {} {} removed", options.name, is_done(context)),
                          options.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::profile_remove

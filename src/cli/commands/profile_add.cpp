#include "cli/commands/profile_add.h"

#include <fmt/core.h>

#include <filesystem>
#include <utility>

#include "cli/base_url.h"
#include "cli/config/configuration_edit.h"
#include "cli/config/configuration_file.h"
#include "cli/effect.h"
#include "cli/output/profile_output.h"
#include "cli/output/report.h"
#include "cli/presented_key.h"
#include "cli/private_file.h"
#include "core/base/crypto.h"

namespace azen::cli::profile_add {
namespace {

std::optional<std::string> absolute(const std::optional<std::string>& path)
{
    return path ? std::optional{std::filesystem::absolute(*path).lexically_normal().string()}
                : std::nullopt;
}

Result<void> check_sources(const Options& options)
{
    const Profile& profile = options.profile;
    const int keys = (profile.key_file ? 1 : 0) + (profile.key_command ? 1 : 0) +
                     (options.key_from_stdin ? 1 : 0);
    if (keys > 1) {
        return fail(ErrorKind::invalid,
                    "a profile has one key",
                    "give one of --key-file, --key-command and --key-stdin");
    }
    if (keys == 0 && !profile.base_url && !profile.db) {
        return fail(ErrorKind::invalid,
                    "there is nothing to write down",
                    "give --base-url, --db, or where the key is: --key-file, --key-command or "
                    "--key-stdin");
    }
    return {};
}

// The key is on the disk before anything refers to it.
Result<void> keep_key(Profile& profile,
                      const ConfigurationFile& file,
                      const Options& options,
                      Context& context)
{
    const Secret key = TRY(read_presented_key({.standard_input = true}, context));
    const std::filesystem::path path = key_file_of(file.path, profile.name);
    if (options.effect == Effect::real) {
        std::string text{key.reveal()};
        text += '\n';
        const Result<void> written = write_private_file(path, text);
        wipe(text);
        TRY(written);
    }
    profile.key_file = path.string();
    return {};
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.profile = {.name = arguments.required("NAME"),
                                .base_url = arguments.value("base-url"),
                                .key_file = absolute(arguments.value("key-file")),
                                .key_command = arguments.value("key-command"),
                                .db = absolute(arguments.value("db"))},
                    .key_from_stdin = arguments.has("key-stdin"),
                    .replace = arguments.has("replace"),
                    .output = output_of(arguments),
                    .effect = effect_of(arguments)};
    TRY(check_profile_name(options.profile.name));
    if (options.profile.base_url) {
        TRY(parse_base_url(*options.profile.base_url));
    }
    TRY(check_sources(options));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const ConfigurationFile file = TRY(read_configuration(context.environment));
    const bool known = file.configuration.find(options.profile.name) != nullptr;
    if (known && !options.replace) {
        return fail(ErrorKind::conflict,
                    fmt::format("there is a profile {} already", options.profile.name),
                    "choose another name, or add --replace");
    }
    if (options.profile.key_file) {
        TRY(check_private_file(*options.profile.key_file));
    }
    announce(context, options.effect);
    Profile profile = options.profile;
    if (options.key_from_stdin) {
        TRY(keep_key(profile, file, options, context));
    }
    std::string text = TRY(with_profile(file.text, profile));
    const bool first = file.configuration.profiles.empty();
    if (first) {
        text = TRY(with_used_profile(text, profile.name));
    }
    if (options.effect == Effect::real) {
        TRY(write_configuration(file.path, text));
    }
    const ProfileReport report =
        report_on(profile, first || file.configuration.used == profile.name);
    print_changed_profile(context,
                          report,
                          fmt::format("profile {} {} {} {}{}",
                                      profile.name,
                                      is_done(context),
                                      known ? "changed in" : "written to",
                                      file.path.string(),
                                      first ? ", and in use" : ""),
                          options.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::profile_add

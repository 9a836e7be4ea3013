#include "cli/commands/config_explain.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>
#include <initializer_list>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/config/configuration_file.h"
#include "cli/local_store.h"
#include "cli/master_key_choice.h"
#include "cli/output/report.h"
#include "cli/pager.h"
#include "cli/presented_key.h"

namespace azen::cli::config_explain {
namespace {

std::string profile_of(const Arguments& arguments)
{
    const auto& profile = arguments.profile();
    return "profile " + (profile ? profile->name : std::string{});
}

// In the words of whoever could change it.
std::string origin_of(const Arguments& arguments,
                      std::string_view option,
                      std::string_view variable)
{
    switch (arguments.origin(option)) {
        case Origin::command_line: return fmt::format("--{}", option);
        case Origin::environment: return std::string{variable};
        case Origin::profile: return profile_of(arguments);
        case Origin::built_in: break;
    }
    return "default";
}

// The first of these variables that is set.
std::string first_set(const Environment& environment,
                      std::initializer_list<std::string_view> variables)
{
    for (const std::string_view name : variables) {
        if (environment.find(name)) {
            return std::string{name};
        }
    }
    return "default";
}

// The same order as read_presented_key() tries, without reading any.
SettingReport explain_key(const Arguments& arguments, const KeySource& source)
{
    SettingReport key{.name = "API key", .value = "given", .origin = "default"};
    if (source.file) {
        key.origin = "--key-file " + source.file->string();
    } else if (source.standard_input) {
        key.origin = "--key-stdin";
    } else if (source.profile_file || source.profile_command) {
        key.origin = profile_of(arguments);
    } else {
        key.value = source.withheld.empty() ? "none" : "none: " + source.withheld;
    }
    return key;
}

SettingReport explain_profile(const Arguments& arguments)
{
    const std::optional<Profile>& profile = arguments.profile();
    if (!profile) {
        return {.name = "profile", .value = "none", .origin = "default"};
    }
    std::string origin = origin_of(arguments, "profile", "AZEN_PROFILE");
    return {.name = "profile",
            .value = profile->name,
            .origin = origin == "default" ? "configuration" : std::move(origin)};
}

SettingReport explain_configuration(const Environment& environment)
{
    const std::optional<std::filesystem::path> path = locate_configuration(environment);
    const FileState state = path ? file_state(*path) : FileState::absent;
    const std::string note =
        state == FileState::closed ? "" : fmt::format(" ({})", describe(state));
    return {.name = "configuration",
            .value = path ? path->string() + note : "none",
            .origin = first_set(environment, {"AZEN_CONFIG", "XDG_CONFIG_HOME"})};
}

// Whether a variable has it is known only now; the rest is as it was parsed.
SettingReport settle_key(SettingReport key, const Environment& environment)
{
    const bool outright = key.origin.starts_with("--");
    if (!outright && environment.find("AZEN_API_KEY")) {
        key.value = "given";
        key.origin = "AZEN_API_KEY";
    }
    return key;
}

SettingReport explain_master_key(const std::filesystem::path& store, const Environment& environment)
{
    const MasterKeySources sources = master_key_sources(std::nullopt, store, environment);
    if (sources.environment) {
        return {.name = "master key", .value = "given", .origin = "AZEN_MASTER_KEY"};
    }
    std::error_code ignored;  // what cannot be looked at is as good as missing
    const bool there = std::filesystem::exists(sources.beside_store, ignored);
    return {.name = "master key",
            .value = sources.beside_store.string() + (there ? "" : " (missing)"),
            .origin = "default"};
}

SettingReport explain_pager(const Environment& environment)
{
    const std::vector<std::string> words = pager_words(environment);
    return {.name = "pager",
            .value = words.empty() ? "none" : fmt::format("{}", fmt::join(words, " ")),
            .origin = first_set(environment, {"AZEN_PAGER", "PAGER"})};
}

SettingReport explain_colour(const Context& context)
{
    const bool coloured = wants_colour(context);
    std::string origin = first_set(context.environment, {"NO_COLOR"});
    if (origin == "default" && !coloured) {
        origin = context.terminals.err ? "TERM" : "no terminal";
    }
    return {.name = "colour", .value = coloured ? "yes" : "no", .origin = std::move(origin)};
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{
        .base_url = {.name = "server",
                     .value = arguments.required("base-url"),
                     .origin = origin_of(arguments, "base-url", "AZEN_BASE_URL")},
        .store = {.chosen = arguments.value("db"), .origin = origin_of(arguments, "db", "AZEN_DB")},
        .profile = explain_profile(arguments),
        .output = output_of(arguments)};
    const KeySource source = TRY(parse_key_source(arguments));
    options.key = explain_key(arguments, source);
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const std::filesystem::path store =
        TRY(locate_store(options.store.chosen, context.environment));
    const std::array settings{
        explain_configuration(context.environment),
        options.profile,
        options.base_url,
        settle_key(options.key, context.environment),
        SettingReport{.name = "store", .value = store.string(), .origin = options.store.origin},
        explain_master_key(store, context.environment),
        explain_pager(context.environment),
        explain_colour(context)};
    print_settings(context, settings, options.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::config_explain

#include "cli/config/configuration.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

#include "cli/argv_guard.h"
#include "cli/base_url.h"
#include "cli/config/toml_parser.h"
#include "core/base/ascii.h"
#include "core/base/nearest.h"

namespace azen::cli {
namespace {

constexpr std::size_t max_name_length = 32;
constexpr std::string_view names_hint = "a profile's name is 1 to 32 characters of A-Z a-z 0-9 _ -";

// What a profile can say, and where it is kept.
struct Setting {
    std::string_view name;
    std::optional<std::string> Profile::* place;
};

constexpr std::array settings{Setting{"base_url", &Profile::base_url},
                              Setting{"key_file", &Profile::key_file},
                              Setting{"key_command", &Profile::key_command},
                              Setting{"db", &Profile::db}};
constexpr std::array<std::string_view, 2> root_names{"profile", "profiles"};

std::string at_line(const toml::source_region& source, std::string_view what)
{
    return fmt::format("line {} of the configuration: {}", source.begin.line, what);
}

tl::unexpected<Error> misplaced(const toml::key& name, std::vector<std::string> known)
{
    const std::optional<std::string> meant = nearest(name.str(), known);
    return fail(ErrorKind::invalid,
                at_line(name.source(), fmt::format("there is no setting '{}'", name.str())),
                meant ? fmt::format("did you mean {}?", *meant)
                      : fmt::format("there are: {}", fmt::join(known, ", ")));
}

// Text is all there is in this file; an empty one would mean something else to each reader.
Result<std::string> read_text(const toml::key& name, const toml::node& node)
{
    const toml::value<std::string>* text = node.as_string();
    if (text == nullptr || text->get().empty()) {
        return fail(ErrorKind::invalid,
                    at_line(name.source(), fmt::format("{} is no text", name.str())),
                    fmt::format("write {} = \"…\"", name.str()));
    }
    return text->get();
}

// What can be judged without looking at the disk or running anything.
Result<void> check(const Profile& profile, const toml::source_region& source)
{
    if (profile.key_file && profile.key_command) {
        return fail(
            ErrorKind::invalid,
            at_line(source,
                    fmt::format("profile {} has a key_file and a key_command", profile.name)),
            "keep one of them");
    }
    if (profile.base_url) {
        const Result<BaseUrl> url = parse_base_url(*profile.base_url);
        if (!url) {
            return fail(url.error().kind, at_line(source, url.error().message), url.error().hint);
        }
    }
    return {};
}

Result<Profile> read_profile(const toml::key& name, const toml::node& node)
{
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        return fail(ErrorKind::invalid,
                    at_line(name.source(), fmt::format("profile {} is no table", name.str())),
                    fmt::format("write [profiles.{}], and its settings below", name.str()));
    }
    TRY(check_profile_name(name.str()));
    Profile profile{.name = std::string{name.str()}};
    for (const auto& [key, value] : *table) {
        const auto* const setting = std::ranges::find(settings, key.str(), &Setting::name);
        if (setting == settings.end()) {
            std::vector<std::string> known;
            known.reserve(settings.size());
            for (const Setting& each : settings) {
                known.emplace_back(each.name);
            }
            return misplaced(key, std::move(known));
        }
        profile.*(setting->place) = TRY(read_text(key, value));
    }
    TRY(check(profile, name.source()));
    return profile;
}

Result<std::vector<Profile>> read_profiles(const toml::key& name, const toml::node& node)
{
    const toml::table* table = node.as_table();
    if (table == nullptr) {
        return fail(ErrorKind::invalid,
                    at_line(name.source(), "profiles is no table"),
                    "write [profiles.NAME], and its settings below");
    }
    std::vector<Profile> profiles;
    for (const auto& [key, value] : *table) {
        profiles.push_back(TRY(read_profile(key, value)));
    }
    return profiles;
}

Result<Configuration> read_root(const toml::table& root)
{
    Configuration configuration;
    for (const auto& [key, value] : root) {
        if (key.str() == "profile") {
            configuration.used = TRY(read_text(key, value));
        } else if (key.str() == "profiles") {
            configuration.profiles = TRY(read_profiles(key, value));
        } else {
            return misplaced(key, {root_names.begin(), root_names.end()});
        }
    }
    return configuration;
}

bool is_name_character(char character)
{
    return is_ascii_alphanumeric(character) || character == '_' || character == '-';
}

}  // namespace

const Profile* Configuration::find(std::string_view name) const
{
    const auto found = std::ranges::find(profiles, name, &Profile::name);
    return found == profiles.end() ? nullptr : &*found;
}

// So that a name needs quotes neither in TOML nor in a shell, and may be a file's.
Result<void> check_profile_name(std::string_view name)
{
    const bool valid = !name.empty() && name.size() <= max_name_length &&
                       std::ranges::all_of(name, is_name_character);
    if (!valid) {
        return fail(ErrorKind::invalid,
                    fmt::format("'{}' cannot be the name of a profile", name),
                    std::string{names_hint});
    }
    return {};
}

Result<Configuration> parse_configuration(std::string_view text)
{
    if (contains_secret(text)) {
        return fail(ErrorKind::invalid,
                    "the configuration holds an API key, which is not the place for it",
                    "move the key to a file of mode 0600, and name that as key_file");
    }
    // toml++ reports by exception; none gets past here.
    try {
        return read_root(toml::parse(text));
    } catch (const toml::parse_error& error) {
        return fail(ErrorKind::invalid,
                    at_line(error.source(), error.description()),
                    "mend that line; https://toml.io explains the form");
    }
}

tl::unexpected<Error> unknown_profile(const Configuration& configuration, std::string_view name)
{
    std::vector<std::string> names;
    names.reserve(configuration.profiles.size());
    for (const Profile& profile : configuration.profiles) {
        names.push_back(profile.name);
    }
    const std::optional<std::string> meant = nearest(name, names);
    return fail(ErrorKind::not_found,
                fmt::format("there is no profile '{}'", name),
                meant ? fmt::format("did you mean {}?", *meant)
                      : "`azen profile list` shows what there is");
}

}  // namespace azen::cli

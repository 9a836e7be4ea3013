#include "cli/config/configuration_file.h"

#include <fmt/core.h>

namespace azen::cli {
namespace {

// Thousands of profiles; it only keeps a wrong file from filling the memory.
constexpr std::size_t max_bytes = std::size_t{1024} * 1024;

}  // namespace

std::optional<std::filesystem::path> locate_configuration(const Environment& environment)
{
    if (const auto chosen = environment.find("AZEN_CONFIG")) {
        return std::filesystem::path{*chosen};
    }
    const auto place = std::filesystem::path{"azen"} / "config.toml";
    // The XDG specification has relative paths ignored.
    const std::filesystem::path config = environment.find("XDG_CONFIG_HOME").value_or("");
    if (config.is_absolute()) {
        return config / place;
    }
    const std::optional<std::string> home = environment.find("HOME");
    return home ? std::optional{std::filesystem::path{*home} / ".config" / place} : std::nullopt;
}

Result<ConfigurationFile> read_configuration(const Environment& environment)
{
    const std::optional<std::filesystem::path> path = locate_configuration(environment);
    if (!path) {
        return fail(ErrorKind::invalid,
                    "no place for the configuration: neither HOME nor XDG_CONFIG_HOME is set",
                    "name a file with AZEN_CONFIG");
    }
    ConfigurationFile file{.path = *path, .state = file_state(*path)};
    const std::optional<std::string> text = TRY(read_private_file(*path, max_bytes));
    file.text = text.value_or("");
    Result<Configuration> configuration = parse_configuration(file.text);
    if (!configuration) {
        const Error& error = configuration.error();
        return fail(error.kind, fmt::format("{}: {}", path->string(), error.message), error.hint);
    }
    file.configuration = *std::move(configuration);
    return file;
}

Result<void> write_configuration(const std::filesystem::path& path, std::string_view text)
{
    return write_private_file(path, text);
}

std::filesystem::path key_file_of(const std::filesystem::path& configuration,
                                  std::string_view profile)
{
    return configuration.parent_path() / "keys" / fmt::format("{}.key", profile);
}

std::filesystem::path resolve_path(std::string_view written,
                                   const std::filesystem::path& configuration,
                                   const Environment& environment)
{
    constexpr std::string_view at_home = "~/";
    if (written.starts_with(at_home)) {
        const std::filesystem::path home = environment.find("HOME").value_or("/");
        return home / written.substr(at_home.size());
    }
    // An absolute path replaces what it is appended to.
    return configuration.parent_path() / written;
}

Profile with_resolved_paths(Profile profile,
                            const std::filesystem::path& configuration,
                            const Environment& environment)
{
    for (std::optional<std::string>* path : {&profile.key_file, &profile.db}) {
        if (*path) {
            *path = resolve_path(**path, configuration, environment).string();
        }
    }
    return profile;
}

}  // namespace azen::cli

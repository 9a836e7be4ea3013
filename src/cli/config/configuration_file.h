#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "cli/config/configuration.h"
#include "cli/environment.h"
#include "cli/private_file.h"
#include "core/base/result.h"

namespace azen::cli {

/// Where the configuration is: $AZEN_CONFIG, else azen/config.toml under $XDG_CONFIG_HOME or
/// ~/.config. nullopt when there is none of them.
std::optional<std::filesystem::path> locate_configuration(const Environment& environment);

/// The file as it is now. One that is absent is an empty configuration.
struct ConfigurationFile {
    std::filesystem::path path;
    FileState state = FileState::absent;
    std::string text;
    Configuration configuration;
};

/// ErrorKind::invalid when the file cannot be trusted (others can read or write it: its key_command
/// is run) or not be read as a configuration, and when `environment` names no place for it.
Result<ConfigurationFile> read_configuration(const Environment& environment);

/// Replaces it by `text`. Precondition: a valid configuration.
Result<void> write_configuration(const std::filesystem::path& path, std::string_view text);

/// Where azen keeps the key of a profile that was given one: beside the configuration.
std::filesystem::path key_file_of(const std::filesystem::path& configuration,
                                  std::string_view profile);

/// A path of the file as the system takes it: "~/…" is in the home directory, and what is relative
/// is so to the file's directory.
std::filesystem::path resolve_path(std::string_view written,
                                   const std::filesystem::path& configuration,
                                   const Environment& environment);

/// A profile of that configuration with resolved paths.
Profile with_resolved_paths(Profile profile,
                            const std::filesystem::path& configuration,
                            const Environment& environment);

}  // namespace azen::cli

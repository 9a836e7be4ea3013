#pragma once

#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "core/base/result.h"
#include "core/key/key_secret.h"

namespace azen::cli {

/// Where a command is to take its API key from. Never the command line itself.
struct KeySource {
    std::optional<std::filesystem::path> file{};  // of mode 0600, or a pipe
    bool standard_input = false;
    // What the profile in use says; it is asked last.
    std::optional<std::filesystem::path> profile_file{};  // of mode 0600
    std::optional<std::string> profile_command{};         // prints the key
    std::string withheld{};  // why the profile's key is not given to this server; empty: it is
};

/// From --key-file and --key-stdin, else the profile. ErrorKind::invalid when both are given.
///
/// A profile's key goes to the profile's server only: when another one has been chosen, the key is
/// withheld.
Result<KeySource> parse_key_source(const Arguments& arguments);

/// The key: from the file or standard input when one is chosen, else from AZEN_API_KEY, else from
/// the profile, whose command is run then. ErrorKind::refused when there is none;
/// ErrorKind::invalid when what is there cannot be a key (not 1 to 512 visible ASCII characters),
/// so that nothing else is ever sent as one.
Result<Secret> read_presented_key(const KeySource& source, Context& context);

}  // namespace azen::cli

#pragma once

#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "core/base/result.h"
#include "core/key/key_secret.h"

namespace azen::cli {

/// Where a new password comes from. Never the command line itself, nor the environment.
struct PasswordSource {
    std::optional<std::filesystem::path> file;
    bool standard_input = false;
};

/// From --password-file and --password-stdin, which exclude each other.
PasswordSource password_source_of(const Arguments& arguments);

/// The password: the first line of the file or of standard input when one of them is chosen, else
/// asked for at the terminal, twice, without showing it. ErrorKind::invalid when there is no
/// terminal to ask at, when the two differ, and when it is no password (password::check).
Result<Secret> read_new_password(const PasswordSource& source, Context& context);

}  // namespace azen::cli

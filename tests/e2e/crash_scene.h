#pragma once

#include <optional>
#include <string>

#include "e2e/installation.h"

/// What the crash tests of rotation and creation have in common: a store that commands are killed
/// on, and what has to be true of it afterwards.
namespace azen::test {

/// A command that makes a secret, and where it shows: on standard output, or in `secret`.
struct SecretCommand {
    std::string name;
    Words words;
};

/// The secret that a command printed, or put into its file, as far as it is a whole one: cut off it
/// is no secret, and nobody can take it for one.
std::optional<std::string> shown_secret(const Installation& machine, const std::string& out);

/// Whether `secret` is accepted. Decided in this process, by the core, as a server would.
bool is_accepted(const Installation& machine, const std::string& secret);

/// Whether SQLite finds nothing wrong with the store; one that does not exist yet is sound.
bool is_sound(Installation& machine);

/// The file that commands which put their secret into one are told.
std::filesystem::path secret_file(const Installation& machine);

}  // namespace azen::test

#pragma once

#include <string>
#include <string_view>

/// What makes a shell complete azen: commands, options, the choices of options, files where files
/// are meant, and the names of keys. Words come from the command table; key names from the local
/// store, by way of the hidden `azen complete keys`.
namespace azen::cli {

/// The script for `shell`. Precondition: bash, zsh or fish.
std::string completion_script(std::string_view shell);

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace azen::cli

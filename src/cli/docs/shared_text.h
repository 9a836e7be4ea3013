#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

/// What the help and the manual pages have in common.
namespace azen::cli {

/// What azen is, in one line.
inline constexpr std::string_view program_summary =
    "API keys, and the Azen Memory API: client and server";

/// A variable that people set, and what it does.
struct EnvironmentNote {
    std::string_view variable;
    std::string_view meaning;
};
std::span<const EnvironmentNote> environment_notes();

/// The exit statuses that every command shares.
std::span<const ExitNote> shared_exit_notes();

/// "NAME [options]": what follows the words on a usage line.
std::string usage_tail(const Command& command);

/// `text` broken into lines of at most `width` characters, at spaces; longer words stay whole.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

/// The parts of `text` between occurrences of `separator`.
std::vector<std::string_view> split(std::string_view text, std::string_view separator);

/// The values that there are to choose from for an option of a command: its choices, or the fields
/// of what the command prints. Empty: any other text.
std::span<const std::string_view> offered_values(const Command& command, const Option& option);

/// An option's help, with its choices, its default and its environment variable behind it.
std::string full_help(const Option& option);

}  // namespace azen::cli

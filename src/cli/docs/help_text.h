#pragma once

#include <string>
#include <string_view>

#include "cli/command.h"

/// What --help and `azen help` print: plain text, at most 80 columns wide.
namespace azen::cli {

/// All commands, the environment and the exit statuses.
std::string overview_help();

/// The commands of a noun. Precondition: it is one.
std::string topic_help(std::string_view word);

/// One command: usage, arguments, options, examples, exit statuses of its own.
std::string command_help(const Command& command);

}  // namespace azen::cli

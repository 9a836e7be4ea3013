#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/command.h"

namespace azen::cli {

/// Every command there is, in the order in which help shows them.
std::span<const Command> command_table();

/// The options that every command has besides those of its row.
std::span<const Option* const> common_options();

/// The nouns, in order: those that several commands share, and those that are a command.
std::span<const Topic> topic_table();

/// The commands of a noun: "keys" has many, "serve" is its own.
bool belongs_to(const Command& command, std::string_view topic);

/// What the words at the start of a command line name.
struct Found {
    const Command* command = nullptr;  // nullptr: a noun that still needs its verb
    std::size_t word_count = 0;        // how many of the words it took
};

/// Finds the command, or the noun, that `typed` begins with. ErrorKind::invalid when there is none,
/// with the nearest word as a hint.
Result<Found> find_command(std::span<const std::string> typed);

}  // namespace azen::cli

#pragma once

#include <optional>
#include <string>

#include "e2e/installation.h"

/// What the crash tests have in common: a store that commands are killed on, and what has to be
/// true of it afterwards.
namespace azen::test {

/// The status of a process that was killed.
constexpr int killed = 128 + 9;

constexpr int most_writes = 1000;  // no command makes nearly as many

/// How often a test that kills at random does so: `usual`, or AZEN_CRASH_RUNS for a long run.
int crash_runs(int usual);

/// Runs `azen words` in a process that dies at its `number`th write, counted from 1, in the way
/// that tests/fault/kill_at_write.cpp calls `how`. One that writes less often comes to its end.
Outcome run_doomed(Installation& machine, const Words& words, const std::string& how, int number);

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

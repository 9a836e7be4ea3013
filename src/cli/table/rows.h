#pragma once

#include <span>

#include "cli/arguments.h"
#include "cli/command.h"

/// The rows of the command table, a file for each noun. Only command_table.cpp looks at these; all
/// else asks it.
namespace azen::cli {

// All rows are constant data of static lifetime.
std::span<const Command> keys_rows();
std::span<const Command> key_lifecycle_rows();
std::span<const Command> account_rows();
std::span<const Command> audit_rows();
std::span<const Command> memory_rows();
std::span<const Command> scan_rows();
std::span<const Command> profile_rows();
std::span<const Command> server_rows();
std::span<const Command> store_rows();
std::span<const Command> help_rows();

/// What a row runs: a command's parse(), then its run() on what that gave.
template <auto parse, auto run>
Result<ExitStatus> parse_and_run(const Arguments& arguments, Context& context)
{
    const auto options = TRY(parse(arguments));
    return run(options, context);
}

}  // namespace azen::cli

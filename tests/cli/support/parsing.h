#pragma once

#include <string>
#include <vector>

#include "cli/command_table.h"
#include "cli/option_parser.h"
#include "support/fake_clock.h"

namespace azen::test {

/// What a command's parse() makes of `words`, given to its row `command` ("keys create") of the
/// table, in an empty environment and at the fake clock's first moment.
template <auto parse>
auto parse_as(const std::string& command, const std::vector<std::string>& words)
    -> decltype(parse(std::declval<const cli::Arguments&>()))
{
    for (const cli::Command& row : cli::command_table()) {
        if (row.words == command) {
            const cli::Arguments arguments =
                TRY(cli::parse_arguments(row, words, cli::Environment{}, FakeClock::default_start));
            return parse(arguments);
        }
    }
    return fail(ErrorKind::internal, "no such row", "name one of the table's");
}

}  // namespace azen::test

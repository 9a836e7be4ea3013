#pragma once

#include <string>

#include "cli/arguments.h"

namespace azen::cli {

/// The forms of a result. All but the first three are for scripts: every field is there, times are
/// absolute and nothing depends on the terminal.
enum class OutputFormat {
    automatic,  // a chart on a terminal, a table elsewhere: where there is a chart
    chart,
    table,
    json,   // one object
    jsonl,  // one object a line
    csv,    // RFC 4180, but with plain line feeds: a heading, then a row a record
    name,   // what names each to other commands, a line each
    sarif,  // SARIF 2.1.0, of commands that find something: made by them (sarif.h)
};

/// What --output and --field said.
struct Output {
    OutputFormat format = OutputFormat::table;
    std::string field{};  // "metadata.team": print this alone, a line a record; empty: all of it

    bool is_for_people() const
    {
        return (format == OutputFormat::table || format == OutputFormat::chart ||
                format == OutputFormat::automatic) &&
               field.empty();
    }
};

/// Either option may be missing from the command's row; what was not said has its default.
Output output_of(const Arguments& arguments);

}  // namespace azen::cli

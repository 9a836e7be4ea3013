#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/arguments.h"
#include "cli/context.h"
#include "core/base/error.h"

namespace azen::cli {

enum class OutputFormat { table, json };

/// What --output says. Precondition: the command's row has it.
OutputFormat output_format(const Arguments& arguments);

/// Writes one JSON object and a newline to the results. Text that is no UTF-8 has U+FFFD in it.
void print_json(Context& context, const nlohmann::ordered_json& json);

/// Writes one line of results, made safe.
void print_result(Context& context, std::string_view text);

/// Says something to the person at the terminal: `azen: …` on the error stream, made safe.
void print_note(Context& context, std::string_view text);

/// `azen: error: …`, and `azen: hint: …` when there is one; in colour on a terminal that wants it
/// (not with NO_COLOR, nor with TERM=dumb).
void print_error(Context& context, const Error& error);

}  // namespace azen::cli

#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "core/base/error.h"

namespace azen::cli {

/// Whether messages to people are coloured: on a terminal that wants it (not with NO_COLOR, nor
/// with TERM=dumb).
bool wants_colour(const Context& context);

/// One JSON object as the results show it. Text that is no UTF-8 has U+FFFD in it, and what a
/// terminal would obey is escaped.
std::string json_text(const nlohmann::ordered_json& json);

/// Writes it and a newline to the results.
void print_json(Context& context, const nlohmann::ordered_json& json);

/// Writes one line of results, made safe.
void print_result(Context& context, std::string_view text);

/// The same for a sentence that says what was done: with --quiet, that it went well is said by the
/// exit status alone.
void print_done(Context& context, std::string_view sentence);

/// Says something to the person at the terminal: `azen: …` on the error stream, made safe. Not with
/// --quiet.
void print_note(Context& context, std::string_view text);

/// `azen: error: …` and `azen: hint: …`, one next step: the error's own, else what suits its kind.
/// In colour on a terminal that wants it (not with NO_COLOR, nor with TERM=dumb).
void print_error(Context& context, const Error& error);

}  // namespace azen::cli

#pragma once

#include <cstddef>
#include <string_view>

#include "cli/arguments.h"
#include "cli/context.h"

namespace azen::cli {

/// Effect::trial when the command has --dry-run, and it was given.
Effect effect_of(const Arguments& arguments);

/// Says that this is a trial, if it is.
void announce(Context& context, Effect effect);

/// The verb of every sentence about what a command has done, or in a trial would do: "is" and "are"
/// become "would be".
std::string_view is_done(const Context& context);
std::string_view are_done(const Context& context);

/// The same for a number of things.
std::string_view are_done(const Context& context, std::size_t count);

}  // namespace azen::cli

#pragma once

#include "cli/arguments.h"
#include "cli/context.h"

namespace azen::cli {

/// Whether what a command does is kept. A trial is --dry-run: everything is looked up and checked,
/// and nothing is changed.
enum class Effect { real, trial };

/// Effect::trial when the command has --dry-run, and it was given.
Effect effect_of(const Arguments& arguments);

/// Says that this is a trial, if it is: what follows reads as if it had been done.
void announce(Context& context, Effect effect);

}  // namespace azen::cli

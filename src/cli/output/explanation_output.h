#pragma once

#include <string_view>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/service/key_explainer.h"

namespace azen::cli {

/// Every check with its outcome and what it looked at, a line each, and the verdict; or schema
/// azen.explanation/v1. `permission` is the one that was asked for; empty: none.
void print_explanation(Context& context,
                       const Explanation& explanation,
                       std::string_view permission,
                       const Output& output);

/// The verdict alone, as one sentence; else the same as print_explanation().
void print_dry_verdict(Context& context, const Explanation& explanation, const Output& output);

}  // namespace azen::cli

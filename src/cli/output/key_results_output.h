#pragma once

#include <span>
#include <string>

#include "cli/context.h"
#include "cli/exit_status.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"
#include "core/key/api_key.h"

namespace azen::cli {

/// What became of one key of several.
struct KeyResult {
    std::string reference;   // as it was named
    Result<ApiKey> outcome;  // the key as it is now, or why nothing was done to it
    std::string sentence{};  // what is true of it now; empty when it failed
};

/// A line for each key, in the order in which they were named, and a note when some failed; or one
/// object of schema azen.key-results/v1; or, in the other forms, the keys that something was done
/// to, as records, and an error for each other one. Gives the status to end with:
/// ExitStatus::partial when any failed.
ExitStatus print_key_results(Context& context,
                             std::span<const KeyResult> results,
                             const Output& output);

}  // namespace azen::cli

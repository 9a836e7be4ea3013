#pragma once

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"
#include "core/service/key_import.h"

namespace azen::cli {

/// How many keys were added, replaced and skipped, as one sentence; when any was rejected, a line
/// for each of these instead. Or one object of schema azen.key-import/v1, or records of
/// kind::imported_key: both have every line.
void print_key_import(Context& context, const KeyImportReport& report, const Output& output);

/// The error to end with: of the kind of the first rejection; success when there was none.
Result<void> verdict_on(const KeyImportReport& report);

}  // namespace azen::cli

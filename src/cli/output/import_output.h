#pragma once

#include <filesystem>

#include "cli/bulk/memory_importer.h"
#include "cli/context.h"
#include "cli/output/output_form.h"

namespace azen::cli {

/// What became of an import, in a line or two; schema azen.import/v1. `rejects` is where the lines
/// are that could not be used; empty: nowhere.
void print_import(Context& context,
                  const ImportReport& report,
                  const std::filesystem::path& rejects,
                  const Output& output);

}  // namespace azen::cli

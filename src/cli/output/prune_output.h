#pragma once

#include <ostream>
#include <span>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/service/key_prune.h"

namespace azen::cli {

/// Keys that were removed: a line for each, and a note of how many there are; or one object of
/// schema azen.pruned-keys/v1; or records of kind::pruned_key.
void print_pruned(Context& context, std::span<const DeadKey> keys, const Output& output);

/// The lines alone.
void print_dead_keys(std::ostream& out, std::span<const DeadKey> keys, Timestamp now);

}  // namespace azen::cli

#pragma once

#include "cli/bulk_rotation.h"
#include "cli/context.h"
#include "cli/exit_status.h"
#include "cli/keys_options.h"
#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen::cli {

/// Which keys are to be rotated together, and how. A trial needs no place for their secrets.
struct RotateAll {
    milliseconds older_than{0};  // counted from when the newest secret was made
    BulkRotation rotation;
    KeysOptions where;
};

/// Rotates every key that is neither revoked nor expired and whose newest secret is that old, as
/// rotate_each() does. ExitStatus::partial when some failed.
Result<ExitStatus> rotate_all(const RotateAll& wanted, Context& context);

}  // namespace azen::cli

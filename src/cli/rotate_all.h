#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/exit_status.h"
#include "cli/key_rotation.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

namespace azen::cli {

/// Which keys are to be rotated together, and where their secrets go: each to a run of `command`,
/// or into a file ID.key in `directory`. At most one is given; a trial needs neither.
struct RotateAll {
    milliseconds older_than{0};  // counted from when the newest secret was made
    std::optional<std::string> command;
    std::optional<std::filesystem::path> directory;
    RotationPlan plan;
    Confirmed confirmed = Confirmed::no;
    KeysOptions where;
};

/// Rotates every key that is neither revoked nor expired and whose newest secret is that old, each
/// by itself: what one comes to is nothing to the others. ExitStatus::partial when some failed.
/// What revokes secrets at once is asked about first: ErrorKind::declined.
Result<ExitStatus> rotate_all(const RotateAll& wanted, Context& context);

}  // namespace azen::cli

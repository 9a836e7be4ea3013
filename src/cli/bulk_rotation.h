#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/key_rotation.h"
#include "cli/output/key_results_output.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

namespace azen::cli {

/// How several keys are to be rotated, and where their secrets go: each to a run of `command`, or
/// into a file ID.key in `directory`. One of them is given.
struct BulkRotation {
    std::optional<std::string> command;  // for sh
    std::optional<std::filesystem::path> directory;
    RotationPlan plan;
    Confirmed confirmed = Confirmed::no;
};

/// Whether a new secret would work: one of a key that is refused for ever would not.
bool can_be_rotated(KeyStatus status);

/// Finds out what would fail for every key alike: ErrorKind::invalid for a directory that is
/// missing or cannot be written to. Call it before anything is opened.
Result<void> check_places(const BulkRotation& wanted);

/// Rotates each of the keys, by itself: what one comes to is nothing to the others. What revokes
/// secrets at once is asked about first: ErrorKind::declined.
Result<std::vector<KeyResult>> rotate_each(const BulkRotation& wanted,
                                           std::span<const std::string> ids,
                                           KeyService& keys,
                                           Context& context);

}  // namespace azen::cli

#pragma once

#include <optional>
#include <string_view>

#include "cli/output/rotation_output.h"
#include "cli/secret_form.h"
#include "cli/secret_sink.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

namespace azen::cli {

/// How keys are to be rotated, whichever they are.
struct RotationPlan {
    RotationRequest request;
    Succession succession = Succession::on_first_use;
    SecretNotation notation;
};

/// What came of it.
struct RotationOutcome {
    BegunRotation begun;
    std::optional<KeyHistory> after;  // nullopt: it had been done before, and nothing was done
};

/// Rotates one key: makes its new secret, hands it over to `sink`, and lets it succeed when it has
/// arrived. What has not arrived is dropped, and the key is as it was: ErrorKind::internal, with
/// why. Between any two steps the process may die: both secrets then work, and the same command
/// again makes another one.
Result<RotationOutcome> rotate_key(KeyService& service,
                                   std::string_view reference,
                                   const RotationPlan& plan,
                                   SecretSink& sink,
                                   const Clock& clock);

inline RotationReport report_of(const RotationPlan& plan, const BegunRotation& begun)
{
    return {.begun = begun, .succession = plan.succession, .grace = plan.request.grace};
}

}  // namespace azen::cli

#include "cli/key_rotation.h"

#include <fmt/core.h>

#include <utility>

#include <nlohmann/json.hpp>

namespace azen::cli {
namespace {

// Precondition: there is a secret.
Result<void> hand_over(const BegunRotation& begun,
                       const RotationPlan& plan,
                       SecretSink& sink,
                       Timestamp now)
{
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): the precondition
    const Secret& secret = *begun.secret;
    const auto object = rotation_object(report_of(plan, begun), secret.reveal(), now);
    return sink.deliver(render_secret(plan.notation, secret, object), begun.key);
}

// Used already, it did arrive somewhere, whatever the failure says.
tl::unexpected<Error> not_handed_over(const BegunRotation& begun, bool dropped, const Error& why)
{
    const std::string_view fate =
        dropped ? "reached nobody and was dropped; the old one works on"
                : "was not handed over as it should, but someone has used it: it stays";
    return fail(why.kind,
                fmt::format("the new secret of \"{}\" {}: {}", begun.key.name, fate, why.message),
                why.hint);
}

}  // namespace

Result<RotationOutcome> rotate_key(KeyService& service,
                                   std::string_view reference,
                                   const RotationPlan& plan,
                                   SecretSink& sink,
                                   const Clock& clock)
{
    BegunRotation begun = TRY(service.begin(reference, plan.request));
    RotationOutcome outcome{.begun = std::move(begun), .after = {}};
    if (!outcome.begun.secret) {
        return outcome;
    }
    const Result<void> delivered = hand_over(outcome.begun, plan, sink, clock.now());
    if (!delivered) {
        const bool dropped = TRY(service.drop(outcome.begun));
        return not_handed_over(outcome.begun, dropped, delivered.error());
    }
    outcome.after = TRY(service.conclude(outcome.begun, plan.succession));
    return outcome;
}

}  // namespace azen::cli

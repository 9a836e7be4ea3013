#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "core/base/clock.h"
#include "core/service/rotation_service.h"

/// How a rotation looks: to people, and as JSON.
namespace azen::cli {

/// A rotation and how it was asked for.
struct RotationReport {
    const BegunRotation& begun;
    Succession succession = Succession::on_first_use;
    milliseconds grace{0};
};

/// The object of schema azen.rotation/v1: the key with its new secret as "key", which is null when
/// there is none to show; "rotated" tells whether there is one at all. As it is before the secret
/// was handed over: `start` is that of the secret which is active until then.
nlohmann::ordered_json rotation_object(const RotationReport& report,
                                       std::string_view secret,
                                       Timestamp now);

/// What became of the secrets, and of what was in the way; `whereabouts` tells of the new one.
void print_rotation(Context& context,
                    const RotationReport& report,
                    const KeyHistory& after,
                    std::string_view whereabouts);

/// That the same was asked for before, and has been done.
void print_repeated_rotation(Context& context, const ApiKey& key);

/// What would happen, for a dry run.
void print_trial_rotation(Context& context, const RotationReport& report);

}  // namespace azen::cli

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/key/key_explanation.h"
#include "core/store/store.h"

namespace azen {

/// Why a key would pass at a moment, or would not.
struct Explanation {
    Timestamp at{};  // the moment decided for
    std::optional<Refusal> refusal{};
    std::optional<Allowance> allowance{};  // after the request; where limits had a say
    std::vector<CheckOutcome> checks;      // all, in order

    // Set whenever the secret is known.
    std::optional<ApiKey> key{};  // its use as of now, not of `at`
    SecretState secret_state = SecretState::active;
    std::optional<Timestamp> secret_not_after{};
    KeyUse use{};  // brought up to `at`, before the request
};

/// Dry decisions, for administrators.
namespace key_explainer {

/// Decides as authenticator::admit() does on a request at the moment `at`, and charges nothing: not
/// a token, not a count, and a pending secret stays pending. The limits are taken as they stand
/// now, as if nobody asked until then; a bucket or a quota that has seen a time after `at` stands
/// at that time. A key beyond `scope` is unknown. Errors are the store's.
Result<Explanation> explain(Store& store,
                            std::string_view presented_key,
                            std::string_view permission,
                            Timestamp at,
                            const KeyScope& scope = {});

}  // namespace key_explainer

}  // namespace azen

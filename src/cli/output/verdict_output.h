#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/key/api_key.h"
#include "core/key/key_rules.h"

namespace azen::cli {

/// What was decided on a key, and what is known of it.
struct VerdictView {
    const std::optional<Refusal>& refusal;      // nullopt: accepted
    const std::optional<ApiKey>& key;           // nullopt: the secret led to none
    const std::optional<Allowance>& allowance;  // there only where limits had a say
};

/// The fields of azen.verification/v1; what is unknown is null, never zero.
nlohmann::ordered_json verdict_json(const VerdictView& verdict);

/// "accepted", or "refused: " and the reason in full, and the key's name; of a limit besides when
/// it passes again. Whoever can read the store may know that, unlike a client over HTTP.
std::string verdict_text(const VerdictView& verdict);

}  // namespace azen::cli

#include "cli/output/verdict_output.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "core/base/or_null.h"
#include "core/base/time_text.h"

namespace azen::cli {

using Json = nlohmann::ordered_json;

Json verdict_json(const VerdictView& verdict)
{
    const std::optional<ApiKey>& key = verdict.key;
    const Allowance allowance = verdict.allowance.value_or(Allowance{});
    return {
        {"accepted", !verdict.refusal},
        {"reason", verdict.refusal ? Json(to_string(*verdict.refusal)) : Json(nullptr)},
        {"apiKeyId", key ? Json(key->id) : Json(nullptr)},
        {"name", key ? Json(key->name) : Json(nullptr)},
        {"userId", key ? Json(key->user_id) : Json(nullptr)},
        {"organizationId", key ? Json(key->organization_id) : Json(nullptr)},
        {"requestsLeft", allowance.rate_limited ? Json(allowance.tokens) : Json(nullptr)},
        {"quotaRemaining", or_null(allowance.quota_remaining)},
        {"waitMs", allowance.wait ? Json(allowance.wait->count()) : Json(nullptr)},
    };
}

std::string verdict_text(const VerdictView& verdict)
{
    const std::string who = verdict.key ? fmt::format(" ({})", verdict.key->name) : "";
    if (!verdict.refusal) {
        return "accepted" + who;
    }
    std::string text = fmt::format("refused: {}{}", to_string(*verdict.refusal), who);
    const std::optional<Allowance>& allowance = verdict.allowance;
    if (allowance && allowance->wait && allowance->wait->count() > 0) {
        text += "; passes again in " + format_duration(*allowance->wait);
    }
    return text;
}

}  // namespace azen::cli

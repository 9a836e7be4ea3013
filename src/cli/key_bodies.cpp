#include "cli/key_bodies.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cli/answer_body.h"
#include "cli/api_error.h"
#include "core/base/or_null.h"
#include "core/base/time_text.h"
#include "core/transfer/key_line.h"

namespace azen::cli::key_bodies {
namespace {

void set_rate_limit(Json& body, const RateLimit& limit)
{
    body["rateLimitEnabled"] = limit.enabled;
    body["rateLimitMax"] = limit.max;
    body["rateLimitTimeWindow"] = limit.window.count();
}

void set_refill(Json& body, const std::optional<Refill>& refill)
{
    body["refillAmount"] = refill ? Json(refill->amount) : Json(nullptr);
    body["refillInterval"] = refill ? Json(refill->interval.count()) : Json(nullptr);
}

Json permissions_json(const Permissions& permissions)
{
    Json json(permissions.to_json());
    return json;
}

std::string_view name_of(OnKeyConflict policy)
{
    switch (policy) {
        case OnKeyConflict::fail: return "fail";
        case OnKeyConflict::skip: return "skip";
        case OnKeyConflict::replace: return "replace";
    }
    return {};
}

/// What the routes say in words of their own.
struct Meaning {
    std::string_view code;
    ErrorKind kind;
};
constexpr std::array meanings{Meaning{"KEY_NOT_FOUND", ErrorKind::not_found},
                              Meaning{"KEY_STATE", ErrorKind::conflict},
                              Meaning{"VALIDATION_ERROR", ErrorKind::invalid}};

std::string text_at(const Json& body, const char* name)
{
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

tl::unexpected<Error> refusal(const HttpResponse& response, const Json& body)
{
    const std::string code = body.is_object() ? text_at(body, "code") : std::string{};
    const auto* const meaning = std::ranges::find(meanings, code, &Meaning::code);
    if (meaning != meanings.end()) {
        return fail(meaning->kind, text_at(body, "message"), text_at(body, "hint"));
    }
    if (response.status == 404) {
        return fail(ErrorKind::internal,
                    "the server administers no keys",
                    "check that --server names an `azen serve`, of this version or a later one");
    }
    return tl::unexpected<Error>(api_error(response));
}

}  // namespace

Json of_new_key(const NewKey& wanted)
{
    const NewKey usual{.name = {}};
    Json body{{"name", wanted.name}};
    if (wanted.prefix != usual.prefix) {
        body["prefix"] = wanted.prefix;
    }
    if (wanted.organization) {
        body["organizationId"] = *wanted.organization;
    }
    if (!wanted.enabled) {
        body["enabled"] = false;
    }
    if (wanted.expires_at) {
        body["expiresAt"] = format_timestamp(*wanted.expires_at);
    }
    if (wanted.rate_limit != usual.rate_limit) {
        set_rate_limit(body, wanted.rate_limit);
    }
    if (wanted.remaining) {
        body["remaining"] = *wanted.remaining;
    }
    if (wanted.refill) {
        set_refill(body, wanted.refill);
    }
    if (wanted.permissions != usual.permissions) {
        body["permissions"] = permissions_json(wanted.permissions);
    }
    if (wanted.metadata != usual.metadata) {
        body["metadata"] = Json::parse(wanted.metadata, nullptr, false);
    }
    return body;
}

Json of_change(const KeyChange& change)
{
    Json body = Json::object();
    if (change.name) {
        body["name"] = *change.name;
    }
    if (change.enabled) {
        body["enabled"] = *change.enabled;
    }
    if (change.expires_at) {
        body["expiresAt"] = or_null(*change.expires_at, format_timestamp);
    }
    if (change.rate_limit) {
        set_rate_limit(body, *change.rate_limit);
    }
    if (change.quota) {
        body["remaining"] = or_null(*change.quota);
    }
    if (change.refill) {
        set_refill(body, *change.refill);
    }
    if (change.permissions) {
        body["permissions"] = permissions_json(*change.permissions);
    }
    if (change.grant != Permissions{}) {
        body["grantPermissions"] = permissions_json(change.grant);
    }
    if (change.revoke != Permissions{}) {
        body["revokePermissions"] = permissions_json(change.revoke);
    }
    if (change.metadata) {
        body["metadata"] = Json::parse(*change.metadata, nullptr, false);
    }
    return body;
}

Json of_policy(const DeathPolicy& policy)
{
    return {{"expired", policy.expired},
            {"revoked", policy.revoked},
            {"exhausted", policy.exhausted},
            {"forAtLeast", policy.at_least.count()}};
}

std::string query_of_policy(const DeathPolicy& policy)
{
    return fmt::format("?expired={}&revoked={}&exhausted={}&forAtLeast={}",
                       policy.expired,
                       policy.revoked,
                       policy.exhausted,
                       policy.at_least.count());
}

Json of_import(std::span<const KeyImportItem> items, const KeyImportRules& rules)
{
    Json keys = Json::array();
    for (const KeyImportItem& item : items) {
        if (item.key) {
            keys.push_back(Json::parse(key_line::format(*item.key), nullptr, false));
        }
    }
    return {{"apiKeys", keys},
            {"onConflict", name_of(rules.on_conflict)},
            {"user", or_null(rules.user)}};
}

Result<Json> read_answer(const HttpResponse& response)
{
    Json body = parse_answer(response.body);
    if (response.status < 200 || response.status > 299) {
        return refusal(response, body);
    }
    if (!body.is_object()) {
        return fail(ErrorKind::internal,
                    "the server's answer is not of the agreed shape",
                    "check that --server names an `azen serve`");
    }
    return body;
}

}  // namespace azen::cli::key_bodies

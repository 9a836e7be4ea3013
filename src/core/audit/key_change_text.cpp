#include "core/audit/key_change_text.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/base/time_text.h"
#include "core/key/key_json.h"

namespace azen::key_change_text {
namespace {

using Json = nlohmann::ordered_json;

// What a key is told to be, not what becomes of it.
Json administered(const ApiKey& key)
{
    Json json = key_to_json(key, key.updated_at);
    for (const char* field :
         {"status", "lastRefillAt", "requestCount", "lastRequest", "updatedAt"}) {
        json.erase(field);
    }
    return json;
}

// Names and metadata may hold anything; the trail is UTF-8.
std::string to_text(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json secret_json(const KeySecret& secret)
{
    return {
        {"start", secret.start},
        {"state", to_string(secret.state)},
        {"notAfter", secret.not_after ? Json(format_timestamp(*secret.not_after)) : Json(nullptr)}};
}

const KeySecret* find(const KeySecrets& secrets, const KeySecret& wanted)
{
    const auto found = std::ranges::find(secrets, wanted.hash, &KeySecret::hash);
    return found == secrets.end() ? nullptr : &*found;
}

bool has_become(const KeySecrets& before, const KeySecrets& after, SecretState from, SecretState to)
{
    return std::ranges::any_of(after, [&](const KeySecret& secret) {
        const KeySecret* old = find(before, secret);
        return secret.state == to && old != nullptr && old->state == from;
    });
}

// Those of `secrets` that `others` does not have as they are.
Json differing(const KeySecrets& secrets, const KeySecrets& others)
{
    Json differing = Json::array();
    for (const KeySecret& secret : secrets) {
        const KeySecret* other = find(others, secret);
        const Json json = secret_json(secret);
        if (other == nullptr || secret_json(*other) != json) {
            differing.push_back(json);
        }
    }
    return differing;
}

}  // namespace

std::string between(const ApiKey& before, const ApiKey& after)
{
    const Json old = administered(before);
    const Json fresh = administered(after);
    Json change{{"before", Json::object()}, {"after", Json::object()}};
    for (const auto& [field, value] : fresh.items()) {
        if (old.at(field) != value) {
            change["before"][field] = old.at(field);
            change["after"][field] = value;
        }
    }
    return change["after"].empty() ? std::string{} : to_text(change);
}

std::string of_new(const ApiKey& key)
{
    return to_text(Json{{"after", administered(key)}});
}

std::string of_erased(const ApiKey& key)
{
    return to_text(Json{{"before", administered(key)}});
}

std::string between(const KeySecrets& before, const KeySecrets& after)
{
    const Json old = differing(before, after);
    const Json fresh = differing(after, before);
    if (old.empty() && fresh.empty()) {
        return {};
    }
    return to_text(Json{{"before", {{"secrets", old}}}, {"after", {{"secrets", fresh}}}});
}

std::string_view action(const ApiKey& before, const ApiKey& after)
{
    return after.revoked_at && !before.revoked_at ? "key.revoke" : "key.update";
}

std::string_view action(const KeySecrets& before, const KeySecrets& after)
{
    const bool added = std::ranges::any_of(
        after, [&](const KeySecret& secret) { return find(before, secret) == nullptr; });
    if (added) {
        return "key.rotate";
    }
    if (has_become(before, after, SecretState::pending, SecretState::active)) {
        return "key.activate";
    }
    if (has_become(before, after, SecretState::pending, SecretState::revoked)) {
        return "key.abort_rotation";
    }
    return "key.finish_rotation";
}

}  // namespace azen::key_change_text

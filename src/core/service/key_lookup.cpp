#include "core/service/key_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/base/nearest.h"
#include "core/key/redact.h"

namespace azen::key_lookup {
namespace {

constexpr std::int64_t keys_looked_at = 10'000;

// A key that is revoked for ever takes its name from no other.
bool lives(const ApiKey& key)
{
    return !key.revoked_at;
}

// What can be told without a clock.
std::string_view state_of(const ApiKey& key)
{
    if (key.revoked_at) {
        return "revoked";
    }
    return key.enabled ? "enabled" : "disabled";
}

Result<ApiKey> resolve_ambiguous(std::string_view reference, std::span<const ApiKey> keys)
{
    constexpr std::size_t candidates_shown = 10;
    std::string candidates;
    for (const ApiKey& key : keys.first(std::min(keys.size(), candidates_shown))) {
        candidates += fmt::format("\n  {}  {}  {}  {}", key.id, key.start, key.name, state_of(key));
    }
    return fail(ErrorKind::conflict,
                fmt::format("\"{}\" is the name of {} keys:{}", reference, keys.size(), candidates),
                "name the key by its id");
}

Result<ApiKey> report_unknown(KeyRows& keys, std::string_view reference, const KeyScope& scope)
{
    std::vector<std::string> names;
    for (const ApiKey& key : TRY(keys.list({.scope = scope, .limit = keys_looked_at}))) {
        names.push_back(key.name);
    }
    const auto meant = nearest(reference, names);
    return fail(ErrorKind::not_found,
                fmt::format("there is no key \"{}\"", redact_secrets(reference)),
                meant ? fmt::format("did you mean \"{}\"?", *meant)
                      : "list the keys with 'azen keys list'");
}

}  // namespace

Result<ApiKey> find(KeyRows& keys, std::string_view reference, const KeyScope& scope)
{
    auto found = TRY(
        keys.list({.scope = scope, .reference = std::string{reference}, .limit = keys_looked_at}));
    for (ApiKey& key : found) {
        if (key.id == reference || found.size() == 1) {
            return std::move(key);
        }
    }
    if (std::ranges::count_if(found, lives) == 1) {
        return std::move(*std::ranges::find_if(found, lives));
    }
    return found.empty() ? report_unknown(keys, reference, scope)
                         : resolve_ambiguous(reference, found);
}

}  // namespace azen::key_lookup

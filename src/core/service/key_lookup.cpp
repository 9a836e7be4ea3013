#include "core/service/key_lookup.h"

#include <fmt/format.h>

#include "core/base/nearest.h"

namespace azen::key_lookup {
namespace {

Result<ApiKey> resolve_ambiguous(std::string_view reference, const std::vector<ApiKey>& keys)
{
    std::string candidates;
    for (const ApiKey& key : keys) {
        candidates += fmt::format("\n  {}  {}  {}", key.id, key.start, key.name);
    }
    return fail(ErrorKind::conflict,
                fmt::format("\"{}\" is the name of {} keys:{}", reference, keys.size(), candidates),
                "name the key by its id");
}

Result<ApiKey> report_unknown(KeyRows& keys, std::string_view reference, const KeyScope& scope)
{
    constexpr std::int64_t names_looked_at = 10'000;
    std::vector<std::string> names;
    for (const ApiKey& key : TRY(keys.list({.scope = scope, .limit = names_looked_at}))) {
        names.push_back(key.name);
    }
    const auto meant = nearest(reference, names);
    return fail(ErrorKind::not_found,
                fmt::format("there is no key \"{}\"", reference),
                meant ? fmt::format("did you mean \"{}\"?", *meant)
                      : "list the keys with 'azen keys list'");
}

}  // namespace

Result<ApiKey> find(KeyRows& keys, std::string_view reference, const KeyScope& scope)
{
    constexpr std::int64_t candidates_shown = 10;
    auto found = TRY(keys.list(
        {.scope = scope, .reference = std::string{reference}, .limit = candidates_shown}));
    for (ApiKey& key : found) {
        if (key.id == reference || found.size() == 1) {
            return std::move(key);
        }
    }
    return found.empty() ? report_unknown(keys, reference, scope)
                         : resolve_ambiguous(reference, found);
}

}  // namespace azen::key_lookup

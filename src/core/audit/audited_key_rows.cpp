#include "core/audit/audited_key_rows.h"

#include <string>
#include <utility>

#include "core/audit/key_change_text.h"

namespace azen {
namespace {

Subject subject(const ApiKey& key)
{
    return {.id = key.id, .name = key.name};
}

}  // namespace

Result<void> AuditedKeyRows::insert(const ApiKey& key, const KeySecret& secret)
{
    TRY(rows_.insert(key, secret));
    return recorder_.record("key.create", subject(key), key_change_text::of_new(key));
}

Result<void> AuditedKeyRows::update(const ApiKey& key)
{
    const ApiKey before = TRY(find(key.id));
    TRY(rows_.update(key));
    std::string change = key_change_text::between(before, key);
    if (change.empty()) {
        return {};
    }
    return recorder_.record(key_change_text::action(before, key), subject(key), std::move(change));
}

Result<void> AuditedKeyRows::put_secrets(std::string_view key_id, const KeySecrets& secrets)
{
    const ApiKey key = TRY(find(key_id));
    const KeySecrets before = TRY(rows_.secrets(key_id));
    TRY(rows_.put_secrets(key_id, secrets));
    std::string change = key_change_text::between(before, secrets);
    if (change.empty()) {
        return {};
    }
    return recorder_.record(
        key_change_text::action(before, secrets), subject(key), std::move(change));
}

Result<void> AuditedKeyRecords::insert(const ApiKey& key, const KeySecrets& secrets)
{
    TRY(records_.insert(key, secrets));
    return recorder_.record("key.import", subject(key), key_change_text::of_new(key));
}

Result<void> AuditedKeyRecords::replace(const ApiKey& key, const KeySecrets& secrets)
{
    const auto before = TRY(records_.find(key.id));
    const KeySecrets secrets_before = TRY(keys_.secrets(key.id));
    TRY(records_.replace(key, secrets));
    std::string change = before ? key_change_text::between(*before, key) : std::string{};
    TRY(recorder_.record("key.replace", subject(key), change.empty() ? "{}" : std::move(change)));
    std::string swapped = key_change_text::between(secrets_before, secrets);
    return swapped.empty()
               ? Result<void>{}
               : recorder_.record("key.replace_secrets", subject(key), std::move(swapped));
}

Result<bool> AuditedKeyRecords::erase(std::string_view id)
{
    const auto before = TRY(records_.find(id));
    const bool erased = TRY(records_.erase(id));
    if (erased && before) {
        TRY(recorder_.record("key.erase", subject(*before), key_change_text::of_erased(*before)));
    }
    return erased;
}

Result<ApiKey> AuditedKeyRows::find(std::string_view id)
{
    auto found = TRY(records_.find(id));
    if (!found) {
        return fail(ErrorKind::not_found, "no such key");
    }
    return *std::move(found);
}

}  // namespace azen

#include "core/service/memory_service.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/crypto.h"

namespace azen {
namespace {

/// What is sealed: text, metadata and the dedup key, so that all of it can be sealed anew, under
/// another master key, from what lies on the disk.
std::string to_payload(const NewMemory& memory)
{
    nlohmann::json payload{{"text", memory.text},
                           {"metadata", nlohmann::json::parse(memory.metadata, nullptr, false)}};
    if (memory.dedup_key) {
        payload["dedupKey"] = *memory.dedup_key;
    }
    return payload.dump();
}

/// Ties a payload to its place, so that rows cannot be swapped. Ids hold no line break.
std::string associated_data(std::string_view organization_id, std::string_view memory_id)
{
    return std::string{organization_id} + '\n' + std::string{memory_id};
}

/// What makes dedup keys comparable within an organization, and tells nothing across two.
std::string dedup_text(std::string_view organization_id, std::string_view dedup_key)
{
    return std::string{organization_id} + '\n' + std::string{dedup_key};
}

// Opened and written out in a good millisecond.
constexpr std::int64_t large_page = std::int64_t{512} * 1024;

// A page past the end is empty; asking for it must not overflow.
std::int64_t offset_of(const PageNumber& page, std::int64_t total)
{
    return std::min(page.number - 1, (total / page.per) + 1) * page.per;
}

}  // namespace

Result<CreatedMemory> MemoryService::create(Transaction& transaction,
                                            std::string_view organization_id,
                                            const NewMemory& memory,
                                            Timestamp now) const
{
    MemoryRow row{.row = 0,
                  .id = ids_.make(now),
                  .organization_id = std::string{organization_id},
                  .dedup = {},
                  .sealed = {},
                  .created_at = now};
    const Key key = TRY(current_key(transaction));
    if (memory.dedup_key) {
        row.dedup = key->cipher.fingerprint(dedup_text(organization_id, *memory.dedup_key));
        const auto present = TRY(find_duplicate(transaction, organization_id, *memory.dedup_key));
        if (present) {
            return CreatedMemory{
                .id = present->id, .created_at = present->created_at, .duplicated = true};
        }
    }
    row.sealed = key->cipher.seal(to_payload(memory), associated_data(organization_id, row.id));
    TRY(transaction.memories().insert(row));
    return CreatedMemory{.id = row.id, .created_at = now, .duplicated = false};
}

// Where nothing is sealed yet, or nothing any more, no key is needed, and ours may be another.
Result<MemoryService::Key> MemoryService::current_key(Transaction& transaction) const
{
    const auto current = TRY(transaction.master_keys().current());
    if (current) {
        auto key = keyring_.find(*current);
        if (key || !TRY(transaction.master_keys().in_use()).empty()) {
            return key;
        }
    }
    Key newest = keyring_.keys().front();
    TRY(transaction.master_keys().put_current(newest->cipher.key_id()));
    return newest;
}

// While memories are being sealed anew, they have fingerprints under several keys.
Result<std::optional<MemoryRow>> MemoryService::find_duplicate(Transaction& transaction,
                                                               std::string_view organization_id,
                                                               std::string_view dedup_key) const
{
    const std::string text = dedup_text(organization_id, dedup_key);
    const Keyring::Keys keys = keyring_.keys();
    for (const Key& key : keys) {
        auto found =
            TRY(transaction.memories().find_dedup(organization_id, key->cipher.fingerprint(text)));
        if (found) {
            return found;
        }
    }
    return std::nullopt;
}

Result<MemoryPage> MemoryService::list(MemoryPages& pages,
                                       std::string_view organization_id,
                                       const PageNumber& page) const
{
    MemoryPage result;
    result.total = TRY(pages.count(organization_id));
    const auto rows = TRY(pages.list(organization_id, offset_of(page, result.total), page.per));
    for (const MemoryRow& row : rows) {
        result.memories.push_back(TRY(open(row)));
    }
    return result;
}

Result<bool> MemoryService::is_large(MemoryRows& memories,
                                     std::string_view organization_id,
                                     const PageNumber& page)
{
    const std::int64_t total = TRY(memories.count(organization_id));
    const std::int64_t bytes =
        TRY(memories.size(organization_id, offset_of(page, total), page.per));
    return bytes > large_page;
}

Result<std::optional<Memory>> MemoryService::find(Transaction& transaction,
                                                  std::string_view organization_id,
                                                  std::string_view id) const
{
    const auto row = TRY(transaction.memories().find(organization_id, id));
    if (!row) {
        return std::nullopt;
    }
    return TRY(open(*row));
}

Result<bool> MemoryService::remove(Transaction& transaction,
                                   std::string_view organization_id,
                                   std::string_view id)
{
    return transaction.memories().erase(organization_id, id);
}

Result<std::string> MemoryService::open_payload(const MemoryRow& row) const
{
    const Key key = TRY(keyring_.find(row.sealed.key_id));
    return key->cipher.open(row.sealed, associated_data(row.organization_id, row.id));
}

Result<Memory> MemoryService::open(const MemoryRow& row) const
{
    const std::string plain = TRY(open_payload(row));
    const auto payload = nlohmann::json::parse(plain, nullptr, false);
    if (!payload.is_object() || !payload.contains("text") || !payload["text"].is_string()) {
        return fail(ErrorKind::store, "a memory is not in the form this azen knows");
    }
    return Memory{.row = row.row,
                  .id = row.id,
                  .text = payload["text"].get<std::string>(),
                  .metadata = payload.value("metadata", nlohmann::json{}).dump(),
                  .created_at = row.created_at};
}

Result<void> MemoryService::reseal(MemoryRow& row, const Keyring::Key& key) const
{
    std::string plain = TRY(open_payload(row));
    const auto payload = nlohmann::json::parse(plain, nullptr, false);
    const bool has_dedup = payload.is_object() && payload.contains("dedupKey");
    if (has_dedup == row.dedup.empty() || (has_dedup && !payload["dedupKey"].is_string())) {
        return fail(ErrorKind::store, "a memory is not in the form this azen knows");
    }
    if (has_dedup) {
        row.dedup = key.cipher.fingerprint(
            dedup_text(row.organization_id, payload["dedupKey"].get<std::string>()));
    }
    row.sealed = key.cipher.seal(plain, associated_data(row.organization_id, row.id));
    wipe(plain);
    return {};
}

Result<Resealed> MemoryService::reseal(Transaction& transaction,
                                       std::int64_t after,
                                       std::int64_t limit) const
{
    const Key key = TRY(current_key(transaction));
    Resealed done;
    auto rows = TRY(transaction.master_keys().sealed_otherwise(key->cipher.key_id(), after, limit));
    for (MemoryRow& row : rows) {
        done.last = row.row;
        if (!reseal(row, *key)) {
            ++done.closed;
            continue;
        }
        TRY(transaction.master_keys().reseal(row));
        ++done.sealed;
    }
    return done;
}

}  // namespace azen

#pragma once

#include "core/audit/recorder.h"
#include "core/store/store.h"

namespace azen {

/// Key rows that record every change but what requests do. `rows`, `records`, which knows keys by
/// their ids alone, and `recorder` outlive it.
class AuditedKeyRows final : public KeyRows {
public:
    AuditedKeyRows(KeyRows& rows, KeyRecords& records, Recorder& recorder)
        : rows_{rows}, records_{records}, recorder_{recorder}
    {}

    Result<void> insert(const ApiKey& key, const KeySecret& secret) override;
    Result<void> update(const ApiKey& key) override;
    Result<void> put_secrets(std::string_view key_id, const KeySecrets& secrets) override;

    Result<void> find_live(std::span<const SecretHash> hashes, std::span<LiveSecret> found) override
    {
        return rows_.find_live(hashes, found);
    }
    void record_use(LiveKey& key, const KeyUse& use) override { rows_.record_use(key, use); }
    void record_retiring_use(const SecretUse& use) override { rows_.record_retiring_use(use); }
    Result<std::vector<ApiKey>> list(const KeyQuery& query) override { return rows_.list(query); }
    Result<KeySecrets> secrets(std::string_view key_id) override { return rows_.secrets(key_id); }
    Result<std::vector<SecretUse>> retiring_uses(std::string_view key_id) override
    {
        return rows_.retiring_uses(key_id);
    }
    Result<std::int64_t> count(const KeyQuery& query) override { return rows_.count(query); }

private:
    Result<ApiKey> find(std::string_view id);

    KeyRows& rows_;
    KeyRecords& records_;
    Recorder& recorder_;
};

/// The same for whole keys. `records`, `keys`, which knows their secrets, and `recorder` outlive
/// it.
class AuditedKeyRecords final : public KeyRecords {
public:
    AuditedKeyRecords(KeyRecords& records, KeyRows& keys, Recorder& recorder)
        : records_{records}, keys_{keys}, recorder_{recorder}
    {}

    Result<void> insert(const ApiKey& key, const KeySecrets& secrets) override;
    Result<void> replace(const ApiKey& key, const KeySecrets& secrets) override;
    Result<bool> erase(std::string_view id) override;

    Result<std::vector<KeyRecord>> list(std::int64_t after,
                                        std::int64_t limit,
                                        const KeyScope& scope) override
    {
        return records_.list(after, limit, scope);
    }
    Result<std::optional<ApiKey>> find(std::string_view id) override { return records_.find(id); }

private:
    KeyRecords& records_;
    KeyRows& keys_;
    Recorder& recorder_;
};

}  // namespace azen

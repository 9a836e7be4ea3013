#pragma once

#include "core/audit/recorder.h"
#include "core/store/store.h"

namespace azen {

/// Passes everything on, and tells the trail when another master key becomes the current one.
/// Belongs to one transaction; both of what it is made from outlive it.
class AuditedMasterKeyRows final : public MasterKeyRows {
public:
    AuditedMasterKeyRows(MasterKeyRows& rows, Recorder& recorder) : rows_{rows}, recorder_{recorder}
    {}

    Result<std::optional<std::string>> current() override { return rows_.current(); }
    Result<void> put_current(std::string_view key_id) override;
    Result<std::vector<std::string>> in_use() override { return rows_.in_use(); }
    Result<std::vector<MemoryRow>> sealed_otherwise(std::string_view key_id,
                                                    std::int64_t after,
                                                    std::int64_t limit) override
    {
        return rows_.sealed_otherwise(key_id, after, limit);
    }
    Result<std::int64_t> count_sealed_otherwise(std::string_view key_id) override
    {
        return rows_.count_sealed_otherwise(key_id);
    }
    Result<void> reseal(const MemoryRow& row) override { return rows_.reseal(row); }

private:
    MasterKeyRows& rows_;
    Recorder& recorder_;
};

}  // namespace azen

#include "core/service/store_check.h"

#include <fmt/format.h>

#include <optional>

#include "core/audit/audit_chain.h"

namespace azen::store_check {
namespace {

constexpr std::int64_t rows_at_once = 500;

Part unusable(std::string_view name, std::string detail)
{
    return {.name = name, .outcome = Outcome::unusable, .detail = std::move(detail)};
}

Part finding(std::string_view name, std::string detail)
{
    return {.name = name, .outcome = Outcome::finding, .detail = std::move(detail)};
}

Part passed(std::string_view name, std::string detail)
{
    return {.name = name, .outcome = Outcome::passed, .detail = std::move(detail)};
}

Part check_schema(const Result<StoreInfo>& info)
{
    return info ? passed("schema", fmt::format("version {}", info->schema_version))
                : unusable("schema", info.error().message);
}

Part check_integrity(StoreInspection& store)
{
    const Result<std::vector<std::string>> damages = store.damages();
    if (!damages) {
        return unusable("integrity", damages.error().message);
    }
    if (damages->empty()) {
        return passed("integrity", "pages, indexes and references are whole");
    }
    return unusable("integrity",
                    fmt::format("{} (findings: {})", damages->front(), damages->size()));
}

Part check_journal(StoreInspection& store, const Result<StoreInfo>& info)
{
    const Result<void> read = store.read_journal();
    if (!read || !info) {
        return unusable("journal", read ? info.error().message : read.error().message);
    }
    return passed("journal", fmt::format("rows: {}", info->journal.rows));
}

// nullopt in the Result: in order. Batch by batch, so that a long trail need not fit into memory.
Result<std::optional<audit_chain::ChainFault>> find_fault(AuditRows& audit,
                                                          audit_chain::Checker& checker)
{
    for (;;) {
        const auto rows = TRY(audit.list({.after = checker.end().sequence, .limit = rows_at_once}));
        for (const AuditRow& row : rows) {
            auto fault = checker.check(row);
            if (fault) {
                return fault;
            }
        }
        if (rows.empty()) {
            return checker.finish(TRY(audit.last_issued()));
        }
    }
}

Part check_audit(StoreInspection& store, const Result<StoreInfo>& info)
{
    constexpr std::string_view name = "audit";
    if (info && !info->audit_entries) {
        return passed(name, "this schema has no audit trail");
    }
    audit_chain::Checker checker;
    const auto fault = find_fault(store.audit(), checker);
    if (!fault) {
        return unusable(name, fault.error().message);
    }
    if (const auto& found = *fault) {
        return finding(name, fmt::format("tampered with: {}", found->what));
    }
    return passed(name, fmt::format("rows: {}", checker.end().sequence));
}

struct MemoryCount {
    std::int64_t all = 0;
    std::int64_t closed = 0;  // those that do not open
};

Result<MemoryCount> count_memories(MemoryReader& reader, const MemoryService* memories)
{
    MemoryCount count;
    std::int64_t last = 0;
    for (;;) {
        const auto rows = TRY(reader.all_after(last, rows_at_once));
        for (const MemoryRow& row : rows) {
            count.closed += memories != nullptr && memories->open(row) ? 0 : 1;
            last = row.row;
        }
        count.all += static_cast<std::int64_t>(rows.size());
        if (rows.empty()) {
            return count;
        }
    }
}

}  // namespace

std::vector<Part> check_structure(StoreInspection& store)
{
    const Result<StoreInfo> info = store.info();
    return {check_schema(info),
            check_integrity(store),
            check_journal(store, info),
            check_audit(store, info)};
}

Part check_memories(StoreInspection& store, const MemoryService* memories)
{
    constexpr std::string_view name = "memories";
    const Result<MemoryCount> count = count_memories(store.memories(), memories);
    if (!count) {
        return unusable(name, count.error().message);
    }
    if (count->closed == 0) {
        return passed(name, fmt::format("all open: {}", count->all));
    }
    return finding(
        name,
        memories == nullptr
            ? fmt::format("without a master key none opens: {}", count->all)
            : fmt::format("{} of {} do not open under the master key", count->closed, count->all));
}

}  // namespace azen::store_check

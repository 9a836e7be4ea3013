#include "cli/audit_walk.h"

#include <algorithm>

namespace azen::cli {
namespace {

// As many as are read in a few milliseconds: others wait for the store meanwhile.
constexpr std::int64_t rows_at_once = 1'000;

struct Batch {
    std::vector<AuditRow> rows;
    std::int64_t issued = 0;
};

Result<Batch> read_batch(Store& store, std::int64_t after)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    Batch batch{.rows = TRY(transaction->audit().list({.after = after, .limit = rows_at_once})),
                .issued = TRY(transaction->audit().last_issued())};
    TRY(transaction->commit());
    return batch;
}

}  // namespace

Result<std::int64_t> walk_audit(Store& store, const std::function<bool(const AuditRow&)>& visit)
{
    std::int64_t last = 0;
    while (true) {
        const Batch batch = TRY(read_batch(store, last));
        if (batch.rows.empty() || !std::ranges::all_of(batch.rows, visit)) {
            return batch.issued;
        }
        last = batch.rows.back().sequence;
    }
}

}  // namespace azen::cli

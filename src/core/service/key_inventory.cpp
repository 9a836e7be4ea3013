#include "core/service/key_inventory.h"

#include <algorithm>
#include <iterator>

namespace azen::key_inventory {

// A user's keys are few among an organization's: what is not its own is left out here.
Result<std::vector<KeyRecord>> read_page(Store& store,
                                         const KeyScope& scope,
                                         std::int64_t after,
                                         std::int64_t limit)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    std::vector<KeyRecord> page;
    while (std::ssize(page) < limit) {
        auto records = TRY(
            transaction->records().list(after, limit - std::ssize(page), scope.organization_id));
        if (records.empty()) {
            break;
        }
        after = records.back().row;
        std::ranges::copy_if(std::move_iterator{records.begin()},
                             std::move_iterator{records.end()},
                             std::back_inserter(page),
                             [&scope](const KeyRecord& record) {
                                 return scope.covers(record.key.organization_id,
                                                     record.key.user_id);
                             });
    }
    TRY(transaction->commit());
    return page;
}

Result<void> for_each(Store& store,
                      const std::function<Result<void>(const KeyRecord&)>& visit,
                      const KeyScope& scope)
{
    std::int64_t after = 0;
    while (true) {
        const std::vector<KeyRecord> page = TRY(read_page(store, scope, after, page_size));
        if (page.empty()) {
            return {};
        }
        for (const KeyRecord& record : page) {
            TRY(visit(record));
        }
        after = page.back().row;
    }
}

}  // namespace azen::key_inventory

#include "core/service/key_inventory.h"

namespace azen::key_inventory {

Result<std::vector<KeyRecord>> read_page(Store& store,
                                         const KeyScope& scope,
                                         std::int64_t after,
                                         std::int64_t limit)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    std::vector<KeyRecord> page = TRY(transaction->records().list(after, limit, scope));
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

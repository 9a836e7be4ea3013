#include "core/service/key_inventory.h"

namespace azen::key_inventory {
namespace {

// Some milliseconds' worth of reading.
constexpr std::int64_t page_size = 500;

Result<std::vector<KeyRecord>> read_page(Store& store, std::int64_t after)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    auto page = TRY(transaction->records().list(after, page_size));
    TRY(transaction->commit());
    return page;
}

}  // namespace

Result<void> for_each(Store& store, const std::function<Result<void>(const KeyRecord&)>& visit)
{
    std::int64_t after = 0;
    while (true) {
        const std::vector<KeyRecord> page = TRY(read_page(store, after));
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

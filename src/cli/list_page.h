#pragma once

#include <cstdint>
#include <vector>

#include "cli/arguments.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace azen::cli {

/// Which part of a listing is wanted, and whether there is more behind it.
struct ListPage {
    std::int64_t number = 1;
    std::int64_t limit = 50;
    bool more = false;

    /// What to ask the store for: one more than fits, which shows whether there is more.
    Page query() const { return {.offset = (number - 1) * limit, .limit = limit + 1}; }

    /// Takes the extra one off again, and notes that there was one.
    template <typename Row>
    void cut(std::vector<Row>& rows)
    {
        more = rows.size() > static_cast<std::size_t>(limit);
        if (more) {
            rows.pop_back();
        }
    }
};

/// From --page and --limit. ErrorKind::invalid for a page below 1, and for less than 1 or more
/// than 1000 rows on one.
Result<ListPage> parse_list_page(const Arguments& arguments);

}  // namespace azen::cli

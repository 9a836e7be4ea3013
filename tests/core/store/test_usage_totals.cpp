#include <doctest/doctest.h>

#include "core/store/sqlite/usage_totals.h"

using namespace azen;
using namespace azen::sqlite;

namespace {

constexpr UsageSlot slot{.key = 1, .day = std::chrono::sys_days{std::chrono::days{20'000}}};

}  // namespace

TEST_CASE("a total is what was put last")
{
    UsageTotals totals;
    CHECK(!totals.find(slot));

    totals.put(slot, {.success = 1, .error = 0});
    totals.put(slot, {.success = 2, .error = 1});

    CHECK(totals.find(slot) == UsageCount{.success = 2, .error = 1});
    CHECK(totals.unfolded().size() == 1);
}

TEST_CASE("groups and days are counted apart")
{
    UsageTotals totals;
    UsageSlot search = slot;
    search.group = UsageGroup::memory_search;
    UsageSlot tomorrow = slot;
    tomorrow.day += std::chrono::days{1};

    totals.put(slot, {.success = 1, .error = 0});
    totals.put(search, {.success = 2, .error = 0});
    totals.put(tomorrow, {.success = 3, .error = 0});

    CHECK(totals.find(slot)->success == 1);
    CHECK(totals.find(search)->success == 2);
    CHECK(totals.find(tomorrow)->success == 3);
}

TEST_CASE("a written total is forgotten, one that changed meanwhile is kept")
{
    UsageTotals totals;
    UsageSlot other = slot;
    other.key = 2;
    totals.put(slot, {.success = 1, .error = 0});
    totals.put(other, {.success = 1, .error = 0});
    static_cast<void>(totals.unfolded().take());
    totals.put(other, {.success = 2, .error = 0});

    totals.written(slot);
    totals.written(other);

    CHECK(!totals.find(slot));
    CHECK(totals.find(other)->success == 2);
}

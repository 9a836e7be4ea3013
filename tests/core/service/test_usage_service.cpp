#include <doctest/doctest.h>

#include "core/service/usage_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

constexpr std::chrono::days day{1};

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    FakeClock clock;

    Fixture()
    {
        add_owners(*store);
        add_key(*store, sample_key("ci"));
    }

    void count(UsageGroup group, bool success, Timestamp when)
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        const auto row = find_one(*transaction, "secret-ci").key->row();
        transaction->usage().count(row, group, success, when);
        must(transaction->commit());
    }

    UsageSeries series()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(
            usage_service::series(*transaction, "organization-acme", std::nullopt, clock.now()));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "each request is one of its day, its group and its outcome")
{
    count(UsageGroup::memory_create, true, clock.now());
    count(UsageGroup::memory_create, false, clock.now());
    count(UsageGroup::memory_search, true, clock.now() - day);

    const UsageSeries usage = series();

    CHECK(usage.days[29].by_group[0] == 2);
    CHECK(usage.days[29].success == 1);
    CHECK(usage.days[29].error == 1);
    CHECK(usage.days[28].by_group[1] == 1);
    CHECK(usage.summary.success == 2);
    CHECK(usage.summary.error == 1);
    CHECK(usage.summary.memories == 1);
    CHECK(usage.summary.searches == 1);
}

TEST_CASE_FIXTURE(Fixture, "days are cut at midnight UTC")
{
    const auto midnight = Timestamp{day_of(clock.now())};

    count(UsageGroup::memory_create, true, midnight - milliseconds{1});
    count(UsageGroup::memory_create, true, midnight);

    CHECK(series().days[28].success == 1);
    CHECK(series().days[29].success == 1);
}

TEST_CASE_FIXTURE(Fixture, "the thirty-first day back is no longer told")
{
    count(UsageGroup::memory_create, true, clock.now() - 29 * day);
    count(UsageGroup::memory_create, true, clock.now() - 30 * day);

    CHECK(series().days[0].success == 1);
    CHECK(series().summary.success == 1);
}

TEST_CASE_FIXTURE(Fixture, "days from a clock that ran ahead are left out")
{
    count(UsageGroup::memory_create, true, clock.now() + 3 * day);

    CHECK(series().summary.success == 0);
}

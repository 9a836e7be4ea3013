/// A disk that fails at any moment: what was acknowledged is there, what failed said so, and the
/// store goes on as soon as the disk does.

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/content.h"
#include "support/damage.h"
#include "support/faulty_vfs.h"
#include "support/sample_keys.h"
#include "support/store_use.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

const std::string organization = "organization-acme";
constexpr int rounds = 8;

/// A store that is used like a server uses it, and what it has promised meanwhile.
class Tenant {
public:
    explicit Tenant(const std::filesystem::path& file) : store_{must(open_sqlite_store(file))}
    {
        add_owners(*store_);
        ApiKey key = sample_key("ci");
        key.rate_limit.enabled = false;
        add_key(*store_, key);
    }

    /// Requests and memories in turn. Whatever fails, fails as the store's failure.
    void work()
    {
        for (int round = 0; round < rounds; ++round) {
            work_once();
            if (round % 3 == 2) {
                maintain();
            }
        }
    }

    void work_once()
    {
        note(charge_once());
        note(remember("hiking"));
    }

    void charge() { note(charge_once()); }

    /// Takes pages of its own.
    void remember_much() { note(remember(std::string(20'000, 'a'))); }

    void maintain() { note(store_->maintain()); }

    /// So many of the last need not be there any more.
    void forgive(int charges, std::size_t memories)
    {
        charged_ -= charges;
        memories_.resize(memories_.size() - memories);
    }

    /// What must be true of the file once it is closed and opened again.
    void check_promises(const std::filesystem::path& file)
    {
        store_.reset();
        store_ = must(open_sqlite_store(file));
        const std::int64_t counted = listed(*store_, "key-ci").use.request_count;
        CHECK(counted >= charged_);
        CHECK(counted <= attempted_);
        check_memories();
        store_.reset();
        CHECK(integrity_of(file) == "ok");
    }

    bool has_failed() const { return failed_; }
    std::size_t promised() const { return memories_.size() + static_cast<std::size_t>(charged_); }

private:
    void check_memories()
    {
        for (const std::string& id : memories_) {
            CHECK(acme_.has(*store_, id));
        }
    }

    void note(const Result<void>& result)
    {
        if (!result) {
            failed_ = true;
            CHECK(result.error().kind == ErrorKind::store);
            CHECK_FALSE(result.error().message.empty());
        }
    }

    Result<void> charge_once()
    {
        const auto transaction = TRY(begin_charge(*store_, "ci"));
        ++attempted_;
        TRY(transaction->commit());
        ++charged_;
        return {};
    }

    Result<void> remember(const std::string& text)
    {
        memories_.push_back(TRY(acme_.create(*store_, text)));
        return {};
    }

    SampleMemories acme_;
    std::unique_ptr<Store> store_;
    bool failed_ = false;
    std::int64_t attempted_ = 0;
    std::int64_t charged_ = 0;
    std::vector<std::string> memories_;
};

/// One life: the fault strikes after `passing` calls, for `failing` of them; then the disk is well
/// again. Whether there was anything to strike.
bool strike(FaultyVfs& disk, FileFault fault, long passing, long failing)
{
    CAPTURE(static_cast<int>(fault));
    CAPTURE(passing);
    CAPTURE(failing);
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    Tenant tenant{file};
    disk.fail(fault, passing, failing);
    tenant.work();
    const bool struck = disk.failures() > 0;
    disk.heal();

    const std::size_t before = tenant.promised();
    tenant.work();
    CHECK(tenant.promised() == before + std::size_t{2} * rounds);
    tenant.check_promises(file);
    return struck;
}

constexpr std::array all_faults{FileFault::disk_full,
                                FileFault::write_error,
                                FileFault::short_write,
                                FileFault::read_error,
                                FileFault::sync_error,
                                FileFault::truncate_error,
                                FileFault::lock_error};

}  // namespace

TEST_CASE("a disk that fails once, at any call, costs nothing that was acknowledged")
{
    FaultyVfs disk;
    for (const FileFault fault : all_faults) {
        long passing = 0;
        while (strike(disk, fault, passing, 1)) {
            passing += passing < 40 ? 1 : 7;
        }
        MESSAGE("fault " << static_cast<int>(fault) << " struck up to call " << passing);
        CHECK(passing > 0);
    }
}

TEST_CASE("a disk that goes on failing costs nothing either, and the store works when it is well")
{
    FaultyVfs disk;
    for (const FileFault fault : all_faults) {
        for (const long passing : {0L, 1L, 5L, 13L, 34L}) {
            const bool struck = strike(disk, fault, passing, FaultyVfs::forever);
            CHECK((struck || passing > 0));
        }
    }
}

TEST_CASE("a full disk is called that, with what to do about it")
{
    FaultyVfs disk;
    const TempDir directory;
    const auto store = must(open_sqlite_store(directory.path() / "azen.db"));
    disk.fail(FileFault::disk_full, 0);

    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->accounts().insert(sample_organization("acme")));
    const auto committed = transaction->commit();

    REQUIRE_FALSE(committed);
    CHECK(committed.error().kind == ErrorKind::store);
    CHECK(committed.error().message == "the disk is full");
    CHECK_FALSE(committed.error().hint.empty());
}

TEST_CASE("a disk that fails is called that, with what to do about it")
{
    FaultyVfs disk;
    const TempDir directory;
    const auto store = must(open_sqlite_store(directory.path() / "azen.db"));
    disk.fail(FileFault::write_error, 0);

    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->accounts().insert(sample_organization("acme")));
    const auto committed = transaction->commit();

    REQUIRE_FALSE(committed);
    CHECK(committed.error().kind == ErrorKind::store);
    CHECK(committed.error().message.starts_with("the disk fails: "));
    CHECK(committed.error().hint.find("check the disk") != std::string::npos);
}

TEST_CASE("to a file that can only be read nothing is written, and it is said why")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    must(open_sqlite_store(file)).reset();
    FaultyVfs disk;
    disk.protect_files();

    const auto store = must(open_sqlite_store(file));
    const auto transaction = must(store->begin(Durability::process_crash));
    const auto written = transaction->accounts().insert(sample_organization("acme"));

    REQUIRE_FALSE(written);
    CHECK(written.error().kind == ErrorKind::store);
    CHECK(written.error().hint.find("permissions") != std::string::npos);
}

TEST_CASE("a damaged page is noticed, not served")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    {
        Tenant tenant{file};
        tenant.work();
    }
    overwrite_pages(file);

    const auto store = open_sqlite_store(file);
    Result<void> used;
    if (store) {
        const auto transaction = (*store)->begin(Durability::process_crash);
        used = transaction ? [&]() -> Result<void> {
            TRY((*transaction)->keys().list({}));
            return {};
        }()
            : Result<void>{tl::unexpected<Error>(transaction.error())};
    } else {
        used = tl::unexpected<Error>(store.error());
    }

    REQUIRE_FALSE(used);
    CHECK(used.error().kind == ErrorKind::store);
    CHECK(used.error().message.find("corrupt") != std::string::npos);
}

TEST_CASE("once a damaged page was met, nothing more is written to the store")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    auto store = must(open_sqlite_store(file));
    add_owners(*store);
    must(store->settle());
    overwrite_pages(file);
    const std::string damaged = content_of(file);
    // What this needs is in memory. It is in the log, which waits to be copied into the file.
    ApiKey key = sample_key("ci");
    key.rate_limit.enabled = false;
    add_key(*store, key);
    auto begun = must(store->begin(Durability::power_loss));

    const auto met = must(store->open_memory_reader())->count(organization);

    const auto check_refused = [](const Result<void>& result) {
        REQUIRE_FALSE(result);
        CHECK(result.error().kind == ErrorKind::store);
        CHECK(result.error().message.starts_with("the store is corrupt: "));
        CHECK(result.error().hint == "stop using the file and restore a backup");
    };
    REQUIRE_FALSE(met);
    CHECK(met.error().message.starts_with("the store is corrupt: "));
    check_refused(begun->commit());
    begun.reset();
    check_refused(store->begin(Durability::process_crash).map([](const auto&) {}));
    check_refused(store->maintain());
    store.reset();
    CHECK(content_of(file) == damaged);
}

TEST_CASE("a log that somebody has emptied is not copied into the file")
{
    const TempDir directory;
    const auto file = directory.path() / "azen.db";
    Tenant tenant{file};
    tenant.work();
    tenant.maintain();
    tenant.remember_much();
    std::filesystem::resize_file(file.string() + "-wal", 0);
    tenant.charge();

    SUBCASE("when it is noticed")
    {
        tenant.maintain();
        CHECK(tenant.has_failed());
        tenant.work_once();
    }
    SUBCASE("when the store is closed before that")
    {
        CHECK_FALSE(tenant.has_failed());
    }

    tenant.forgive(1, 1);
    tenant.check_promises(file);
}

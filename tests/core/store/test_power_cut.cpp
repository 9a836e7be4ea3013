/// The power fails at any moment: what was promised to outlast that is there, and the store is
/// whole.

#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/damage.h"
#include "support/faulty_vfs.h"
#include "support/store_use.h"
#include "support/temp_dir.h"

namespace azen::test {
namespace {

using Luck = WriteCache::Luck;

/// What a server has acknowledged.
struct Promises {
    std::int64_t charged = 0;    // requests, before something that outlasts a power cut
    std::int64_t attempted = 0;  // requests
    std::vector<std::string> memories;
    std::vector<std::string> keys;
    std::vector<std::string> disabled;
    std::vector<std::string> revoked;
};

/// A power cut, what was promised until then, and the files that it has left.
struct Cut {
    std::filesystem::path directory;
    Promises promises;
};

/// A server at work on a disk with a cache, whose power is cut after each of its calls: each cut
/// leaves files of its own.
class Cuts {
public:
    Cuts(Luck luck, unsigned seed) : luck_{luck}, random_{seed}
    {
        disk_.keep_cache([this] { cut(); });
        const SqliteOptions options{.fold = {.unfolded_bytes = 500, .rows_kept = 3}};
        store_ = must(open_sqlite_store(directory_ / "azen.db", options));
        service_.emplace(*store_, randomness_, clock_);
        add_owners(*store_);
        add_key("ci");
        is_cutting_ = true;
        for (int round = 0; round < 6; ++round) {
            work(round);
        }
        is_cutting_ = false;
        store_.reset();
    }

    const std::vector<Cut>& all() const { return cuts_; }

private:
    void work(int round)
    {
        charge();
        charge();
        remember();
        charge();
        const std::string name = "key" + std::to_string(round);
        add_key(name);
        if (round % 3 == 1) {
            must(service_->change(name, {.enabled = false}));
            now_.disabled.push_back("key-" + name);
        }
        if (round % 3 == 2) {
            must(service_->revoke(name));
            now_.revoked.push_back("key-" + name);
        }
        charge();
        if (round % 3 != 0) {
            must(store_->maintain());
        }
        if (round == 3) {
            must(store_->settle());
        }
    }

    void charge()
    {
        const auto transaction = must(begin_charge(*store_, "ci"));
        ++now_.attempted;
        must(transaction->commit());
    }

    void remember()
    {
        now_.memories.push_back(must(acme_.create(*store_, std::string(3'000, 'a'))));
        now_.charged = now_.attempted;
    }

    void add_key(const std::string& name)
    {
        ApiKey key = sample_key(name);
        key.rate_limit.enabled = false;
        test::add_key(*store_, key);
        now_.keys.push_back("key-" + name);
        now_.charged = now_.attempted;
    }

    void cut()
    {
        if (is_cutting_) {
            const auto into = directory_ / ("cut-" + std::to_string(cuts_.size()));
            std::filesystem::create_directory(into);
            disk_.lose_power(into, luck_, random_);
            cuts_.push_back({.directory = into, .promises = now_});
        }
    }

    Luck luck_;
    std::mt19937 random_;
    TempDir directory_;
    FaultyVfs disk_;
    SampleMemories acme_;
    FakeClock clock_;
    FakeRandom randomness_;
    std::unique_ptr<Store> store_;
    std::optional<LocalKeyService> service_;
    Promises now_;
    std::vector<Cut> cuts_;
    bool is_cutting_ = false;
};

void check_kept(const Cut& cut)
{
    const auto file = cut.directory / "azen.db";
    {
        const auto store = must(open_sqlite_store(file));
        SampleMemories acme;
        for (const std::string& id : cut.promises.memories) {
            CHECK(acme.has(*store, id));
        }
        for (const std::string& id : cut.promises.keys) {
            CHECK(listed(*store, id).id == id);
        }
        for (const std::string& id : cut.promises.disabled) {
            CHECK(!listed(*store, id).enabled);
        }
        for (const std::string& id : cut.promises.revoked) {
            CHECK(listed(*store, id).revoked_at.has_value());
        }
        const std::int64_t counted = listed(*store, "key-ci").use.request_count;
        CHECK(counted >= cut.promises.charged);
        CHECK(counted <= cut.promises.attempted);
    }
    CHECK(integrity_of(file) == "ok");
}

}  // namespace

TEST_CASE("a power cut after any call to the disk costs nothing that was to outlast it")
{
    unsigned seed = 1;
    for (const Luck luck :
         {Luck::none, Luck::all, Luck::some, Luck::some, Luck::some, Luck::some}) {
        CAPTURE(static_cast<int>(luck));
        CAPTURE(seed);
        const Cuts cuts{luck, seed++};
        CHECK(cuts.all().size() > 300);
        for (const Cut& cut : cuts.all()) {
            CAPTURE(cut.directory.filename().string());
            check_kept(cut);
        }
    }
}

}  // namespace azen::test

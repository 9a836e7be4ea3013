#include <doctest/doctest.h>

#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/trial_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/temp_dir.h"

namespace azen {
namespace {

// One file, opened for real and for a trial.
struct Opened {
    test::TempDir directory;
    test::FakeClock clock;
    test::FakeRandom random;
    std::unique_ptr<Store> real = open_sqlite_store(directory / "azen.db").value();
    std::unique_ptr<Store> trial =
        make_trial_store(open_sqlite_store(directory / "azen.db").value());
    LocalKeyService real_keys{*real, random, clock};
    LocalKeyService trial_keys{*trial, random, clock};
};

}  // namespace

TEST_CASE_FIXTURE(Opened, "what is done on trial has its result, and has never been")
{
    const IssuedKey made = trial_keys.create({.name = "ci"}).value();

    CHECK(made.key.name == "ci");
    CHECK(real_keys.list({}).value().empty());
    CHECK(trial_keys.list({}).value().empty());
}

TEST_CASE_FIXTURE(Opened, "a trial sees what is there, and judges as the real thing would")
{
    real_keys.create({.name = "ci"}).value();

    CHECK(trial_keys.change("ci", {.enabled = false})->enabled == false);
    CHECK(real_keys.find("ci")->enabled == true);
    CHECK(trial_keys.change("nobody", {}).error().kind == ErrorKind::not_found);
    CHECK(trial_keys.change("ci", {.name = ""}).error().kind == ErrorKind::invalid);
    CHECK(trial_keys.revoke("ci")->revoked_at.has_value());
    CHECK_FALSE(real_keys.find("ci")->revoked_at.has_value());
}

TEST_CASE_FIXTURE(Opened, "what the store tells of itself is the real store's")
{
    real_keys.create({.name = "ci"}).value();

    CHECK(trial->info()->keys == 1);
    CHECK(trial->maintain().has_value());
    CHECK(trial->settle().has_value());
    CHECK(trial->open_memory_reader().has_value());
}

}  // namespace azen

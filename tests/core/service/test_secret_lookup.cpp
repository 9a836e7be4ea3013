#include <doctest/doctest.h>

#include "core/service/local_key_service.h"
#include "core/service/secret_lookup.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    FakeClock clock;
    FakeRandom random;
    LocalKeyService service{*store, random, clock};

    std::vector<std::optional<KnownSecret>> identify(const std::vector<SecretHash>& hashes)
    {
        return must(secret_lookup::identify(*store, hashes, clock.now()));
    }
    SecretHash create(const std::string& name)
    {
        return key_secret::hash(must(service.create({.name = name})).secret.reveal());
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "secrets are identified in order, and unknown ones left open")
{
    const SecretHash ci = create("ci");
    const SecretHash deploy = create("deploy");

    const auto known = identify({deploy, hash_of("nobody's"), ci, deploy});

    REQUIRE(known.size() == 4);
    CHECK(known[0]->key.name == "deploy");
    CHECK(!known[1]);
    CHECK(known[2]->key.name == "ci");
    CHECK(known[3]->key.name == "deploy");
}

TEST_CASE_FIXTURE(Fixture, "a secret's status is what a request with it would meet, now")
{
    const SecretHash ci = create("ci");

    CHECK(identify({ci}).front()->status == KeyStatus::active);
    must(service.change("ci", {.expires_at = clock.now() + milliseconds{1}}));
    clock.advance(milliseconds{1});
    CHECK(identify({ci}).front()->status == KeyStatus::expired);
    must(service.revoke("ci"));
    CHECK(identify({ci}).front()->status == KeyStatus::revoked);
}

TEST_CASE_FIXTURE(Fixture, "asking charges nothing")
{
    const SecretHash ci = create("ci");

    identify({ci});

    CHECK(must(service.find("ci")).use.request_count == 0);
}

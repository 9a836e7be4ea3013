#include <doctest/doctest.h>

#include "core/service/key_explainer.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    FakeClock clock;
    FakeRandom random;
    LocalKeyService service{*store, random, clock};
    IssuedKey issued = create({.name = "ci"});

    IssuedKey create(const NewKey& wanted) { return must(service.create(wanted)); }

    Explanation explain(Timestamp at, std::string_view permission = "")
    {
        return must(key_explainer::explain(*store, issued.secret.reveal(), permission, at));
    }
    Explanation explain() { return explain(clock.now()); }

    void verify() { must(service.verify(issued.secret.reveal(), "")); }
};

bool has_passed(const Explanation& explanation, Check check)
{
    return explanation.checks.at(static_cast<std::size_t>(check)).passed == true;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a good key would be accepted, and is not charged for the question")
{
    const Explanation explanation = explain();

    CHECK(!explanation.refusal);
    CHECK(explanation.at == clock.now());
    REQUIRE(explanation.key.has_value());
    CHECK(explanation.key->id == issued.key.id);
    CHECK(token_bucket::available(explanation.use.bucket, issued.key.rate_limit) == 60);
    CHECK(must(service.find("ci")).use == issued.key.use);
}

TEST_CASE_FIXTURE(Fixture, "the state explained is the one after the requests so far")
{
    verify();
    verify();

    CHECK(token_bucket::available(explain().use.bucket, issued.key.rate_limit) == 58);
    CHECK(explain().key->use.request_count == 2);
}

TEST_CASE_FIXTURE(Fixture, "another moment is decided for as if the key were not used until then")
{
    issued = create({.name = "one", .rate_limit = {.enabled = true, .max = 1, .window = 1min}});
    verify();
    must(service.change("one", {.expires_at = clock.now() + 1h}));

    CHECK(explain().refusal == Refusal::rate_limited);
    CHECK(explain().allowance->wait == 1min);
    CHECK(!explain(clock.now() + 1min).refusal);
    CHECK(explain(clock.now() + 1h).refusal == Refusal::expired);
    CHECK(!explain(clock.now() + 1h).allowance);
}

TEST_CASE_FIXTURE(Fixture, "a time before the bucket's gives it no token")
{
    issued = create({.name = "one", .rate_limit = {.enabled = true, .max = 1, .window = 1min}});
    verify();

    CHECK(explain(clock.now() - 1h).refusal == Refusal::rate_limited);
}

TEST_CASE_FIXTURE(Fixture, "a quota is filled up to the moment asked about")
{
    issued = create({.name = "q", .remaining = 1, .refill = Refill{.amount = 5, .interval = 24h}});
    verify();

    CHECK(explain().refusal == Refusal::quota_exceeded);
    CHECK(explain().allowance->wait == 24h);
    CHECK(explain(clock.now() + 24h).use.quota.remaining == 5);
}

TEST_CASE_FIXTURE(Fixture, "a permission that is missing is a check of its own")
{
    CHECK(explain(clock.now(), "keys.write").refusal == Refusal::permission_missing);
    CHECK(!has_passed(explain(clock.now(), "keys.write"), Check::permitted));
    CHECK(has_passed(explain(clock.now(), "memory.read"), Check::permitted));
}

TEST_CASE_FIXTURE(Fixture, "what is no key, or nobody's, is explained without one")
{
    const Secret stranger = key_secret::make("az_", random);

    const auto malformed = must(key_explainer::explain(*store, "nonsense", "", clock.now()));
    const auto unknown = must(key_explainer::explain(*store, stranger.reveal(), "", clock.now()));

    CHECK(malformed.refusal == Refusal::malformed);
    CHECK(unknown.refusal == Refusal::unknown);
    CHECK(has_passed(unknown, Check::well_formed));
    CHECK(!unknown.key);
}

TEST_CASE_FIXTURE(Fixture, "a key whose id is another one's name is still the one explained")
{
    create({.name = issued.key.id.substr(0, 32)});
    must(service.change("ci", {.name = "renamed"}));

    CHECK(explain().key->id == issued.key.id);
}

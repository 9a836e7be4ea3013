#include <doctest/doctest.h>

#include "core/service/authenticator.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

constexpr Timestamp now{milliseconds{1'000'000}};

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    std::unique_ptr<Transaction> transaction;

    explicit Fixture(const ApiKey& key = sample_key("ci"))
    {
        add_owners(*store);
        add_key(*store, key);
        transaction = must(store->begin(Durability::process_crash));
    }

    Admission admit(std::string_view permission = "", std::string_view secret = "secret-ci")
    {
        return authenticator::admit(
            transaction->keys(), find_one(*transaction, secret), permission, now);
    }
};

Refusal screened(std::string_view key, std::size_t count)
{
    const auto result = authenticator::screen(key, count);
    REQUIRE(!result);
    return result.error();
}

}  // namespace

TEST_CASE("no key, an empty key and two keys are told apart from a bad one")
{
    CHECK(screened("", 0) == Refusal::missing);
    CHECK(screened("", 1) == Refusal::missing);
    CHECK(screened("az_x", 2) == Refusal::repeated);
    CHECK(screened("az_x", 1) == Refusal::malformed);
}

TEST_CASE("a well-formed key is screened to its hash")
{
    FakeRandom random;
    const Secret secret = key_secret::make("az_", random);

    CHECK(authenticator::screen(secret.reveal(), 1) == key_secret::hash(secret.reveal()));
}

TEST_CASE_FIXTURE(Fixture, "an accepted request is charged and knows who asks")
{
    const Admission admission = admit("memory.read");

    REQUIRE(!admission.refusal);
    CHECK(admission.key->id() == "key-ci");
    CHECK(admission.key->user_id() == "user-ann");
    CHECK(admission.key->organization_id() == "organization-acme");
    CHECK(admission.key->use().request_count == 1);
    CHECK(admission.key->use().last_request == now);
    REQUIRE(admission.allowance);
    CHECK(admission.allowance->tokens == 59);
}

TEST_CASE_FIXTURE(Fixture, "a refused request is not charged")
{
    const Admission admission = admit("keys.write");

    CHECK(admission.refusal == Refusal::permission_missing);
    CHECK(admission.key->use().request_count == 0);
    CHECK(!admission.allowance);
}

TEST_CASE_FIXTURE(Fixture, "an unknown secret is refused without a key")
{
    const Admission admission = admit("", "secret-unknown");

    CHECK(admission.refusal == Refusal::unknown);
    CHECK(admission.key == nullptr);
}

TEST_CASE("a key without an organization is refused")
{
    ApiKey orphan = sample_key("ci");
    orphan.organization_id = "";
    Fixture fixture{orphan};

    CHECK(fixture.admit().refusal == Refusal::ownerless);
}

TEST_CASE("requests of one batch share what is left")
{
    ApiKey key = sample_key("ci");
    key.rate_limit.max = 2;
    Fixture fixture{key};

    CHECK(!fixture.admit().refusal);
    CHECK(!fixture.admit().refusal);
    const Admission third = fixture.admit();

    CHECK(third.refusal == Refusal::rate_limited);
    CHECK(third.allowance->tokens == 0);
    CHECK(third.key->use().request_count == 2);
}

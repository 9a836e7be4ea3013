#include <algorithm>

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
    Client client{};

    explicit Fixture(const ApiKey& key = sample_key("ci"))
    {
        add_owners(*store);
        add_key(*store, key);
        transaction = must(store->begin(Durability::process_crash));
    }

    Admission admit(std::string_view permission = "", std::string_view secret = "secret-ci")
    {
        return must(authenticator::admit(transaction->keys(),
                                         {.hash = hash_of(secret),
                                          .secret = find_one(*transaction, secret),
                                          .permission = permission,
                                          .client = client},
                                         now));
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

namespace {

/// The key "ci" with "secret-new" pending, or active and "secret-ci" retiring.
struct RotatingFixture : Fixture {
    void rotate()
    {
        KeySecrets secrets = must(transaction->keys().secrets("key-ci"));
        KeySecret fresh = sample_secret("secret-new");
        fresh.grace = milliseconds{1'000};
        rotation::begin(secrets, fresh, now);
        must(transaction->keys().put_secrets("key-ci", secrets));
    }
    SecretState state_of(std::string_view secret)
    {
        const KeySecrets secrets = must(transaction->keys().secrets("key-ci"));
        return std::ranges::find(secrets, hash_of(secret), &KeySecret::hash)->state;
    }
    std::vector<SecretUse> uses() { return must(transaction->keys().retiring_uses("key-ci")); }
};

}  // namespace

TEST_CASE_FIXTURE(RotatingFixture, "an accepted request with a pending secret makes it active")
{
    rotate();

    CHECK(!admit("", "secret-new").refusal);

    CHECK(state_of("secret-new") == SecretState::active);
    CHECK(state_of("secret-ci") == SecretState::retiring);
}

TEST_CASE_FIXTURE(RotatingFixture, "a refused request leaves a pending secret pending")
{
    rotate();

    CHECK(admit("keys.write", "secret-new").refusal == Refusal::permission_missing);

    CHECK(state_of("secret-new") == SecretState::pending);
}

TEST_CASE_FIXTURE(RotatingFixture,
                  "whoever uses a retiring secret is noted, whoever does not is not")
{
    client = {.address = "10.0.0.7", .agent = "deploy/1.2"};
    rotate();
    admit("", "secret-ci");
    admit("", "secret-new");
    CHECK(uses().empty());

    admit("", "secret-ci");
    admit("keys.write", "secret-ci");

    REQUIRE(uses().size() == 1);
    CHECK(uses().front().secret == hash_of("secret-ci"));
    CHECK(uses().front().address == "10.0.0.7");
    CHECK(uses().front().agent == "deploy/1.2");
    CHECK(uses().front().requests == 1);
    CHECK(uses().front().last_at == now);
}

TEST_CASE_FIXTURE(RotatingFixture, "what is noted of a client is short, plain and no secret")
{
    FakeRandom random;
    const Secret strayed = key_secret::make("az_", random);
    const std::string agent =
        "\x1b[31m " + std::string{strayed.reveal()} + ' ' + std::string(1'000, 'x');
    client = {.address = "10.0.0.7", .agent = agent};
    rotate();
    admit("", "secret-new");
    REQUIRE(state_of("secret-ci") == SecretState::retiring);

    admit("", "secret-ci");

    const std::string noted = uses().front().agent;
    CHECK(noted.size() == 200);
    CHECK(noted.starts_with("?[31m [redacted] xxx"));
}

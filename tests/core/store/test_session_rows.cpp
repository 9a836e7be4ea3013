#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

/// A store with the organizations acme and other, the user ann, who is a member of acme, and one
/// open transaction.
struct Fixture {
    Fixture()
    {
        add_owners(*store);
        transaction = must(store->begin(Durability::power_loss));
        must(transaction->members().put(
            {.id = "member", .organization_id = "organization-acme", .user_id = "user-ann"}));
    }
    SessionRows& sessions() { return transaction->sessions(); }

    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    std::unique_ptr<Transaction> transaction;
};

Session sample_session(std::string id)
{
    return {.id = std::move(id),
            .user_id = "user-ann",
            .organization_id = "organization-acme",
            .address = "127.0.0.1",
            .agent = "curl",
            .expires_at = from_epoch_ms(30),
            .created_at = from_epoch_ms(10),
            .updated_at = from_epoch_ms(20)};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a session is found by its token's hash, with every field")
{
    must(sessions().insert(sample_session("one"), hash_of("token")));

    const Session found = must(sessions().find(hash_of("token"))).value();

    CHECK(found.id == "one");
    CHECK(found.user_id == "user-ann");
    CHECK(found.organization_id == "organization-acme");
    CHECK(found.address == "127.0.0.1");
    CHECK(found.agent == "curl");
    CHECK(found.expires_at == from_epoch_ms(30));
    CHECK(found.created_at == from_epoch_ms(10));
    CHECK(found.updated_at == from_epoch_ms(20));
    CHECK_FALSE(must(sessions().find(hash_of("other"))).has_value());
    CHECK(must(sessions().find_id("one"))->agent == "curl");
}

TEST_CASE_FIXTURE(Fixture, "an update moves the end and changes the organization")
{
    must(sessions().insert(sample_session("one"), hash_of("token")));
    Session changed = sample_session("one");
    changed.organization_id.reset();
    changed.expires_at = from_epoch_ms(40);
    changed.updated_at = from_epoch_ms(25);

    must(sessions().update(changed));

    const Session found = must(sessions().find(hash_of("token"))).value();
    CHECK_FALSE(found.organization_id.has_value());
    CHECK(found.expires_at == from_epoch_ms(40));
    CHECK(found.updated_at == from_epoch_ms(25));
}

TEST_CASE_FIXTURE(Fixture, "whoever leaves an organization loses it in all sessions at once")
{
    must(sessions().insert(sample_session("one"), hash_of("token")));

    must(transaction->members().erase("organization-acme", "user-ann"));

    CHECK_FALSE(must(sessions().find(hash_of("token")))->organization_id.has_value());
}

TEST_CASE_FIXTURE(Fixture, "a disabled user's session is not found")
{
    must(sessions().insert(sample_session("one"), hash_of("token")));
    User ann = must(transaction->accounts().find_user("ann")).value();
    ann.disabled_at = from_epoch_ms(20);

    must(transaction->accounts().update(ann));

    CHECK_FALSE(must(sessions().find(hash_of("token"))).has_value());
}

TEST_CASE_FIXTURE(Fixture, "sessions are listed latest first, of one user or of all")
{
    Session later = sample_session("two");
    later.created_at = from_epoch_ms(11);
    must(transaction->accounts().insert(sample_user("bob")));
    Session bobs = sample_session("three");
    bobs.user_id = "user-bob";
    must(sessions().insert(sample_session("one"), hash_of("1")));
    must(sessions().insert(later, hash_of("2")));
    must(sessions().insert(bobs, hash_of("3")));

    CHECK(must(sessions().list({}, {})).size() == 3);
    CHECK(must(sessions().list({}, {})).at(0).id == "two");
    CHECK(must(sessions().list("user-bob", {})).size() == 1);
    CHECK(must(sessions().list("user-ann", {.offset = 1})).at(0).id == "one");
}

TEST_CASE_FIXTURE(Fixture, "sessions are erased one by one, by user, and when they are over")
{
    Session later = sample_session("two");
    later.expires_at = from_epoch_ms(31);
    must(sessions().insert(sample_session("one"), hash_of("1")));
    must(sessions().insert(later, hash_of("2")));
    must(sessions().insert(sample_session("three"), hash_of("3")));

    CHECK(must(sessions().erase("three")));
    CHECK_FALSE(must(sessions().erase("three")));
    must(sessions().erase_expired(from_epoch_ms(30)));
    CHECK(must(sessions().list({}, {})).size() == 1);
    CHECK(must(sessions().erase_of("user-ann")) == 1);
    CHECK(must(sessions().erase_of("user-ann")) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a token is one session's")
{
    must(sessions().insert(sample_session("one"), hash_of("token")));

    CHECK(sessions().insert(sample_session("two"), hash_of("token")).error().kind ==
          ErrorKind::conflict);
}

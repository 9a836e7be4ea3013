#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

/// A store with the organizations acme and other, and the user ann; one open transaction.
struct Fixture {
    Fixture()
    {
        add_owners(*store);
        transaction = must(store->begin(Durability::power_loss));
    }
    AccountRows& accounts() { return transaction->accounts(); }

    /// A new transaction: what was done before is committed.
    void commit()
    {
        must(transaction->commit());
        transaction.reset();
        transaction = must(store->begin(Durability::power_loss));
    }

    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    std::unique_ptr<Transaction> transaction;
};

User sample_bob()
{
    return {.id = "user-bob",
            .name = "bob",
            .email = "bob@example.org",
            .password_hash = "scrypt$…",
            .disabled_at = from_epoch_ms(3),
            .created_at = from_epoch_ms(1),
            .updated_at = from_epoch_ms(2)};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "every field of a user comes back")
{
    must(accounts().insert(sample_bob()));
    commit();

    const User bob = must(accounts().find_user("bob")).value();

    CHECK(bob.id == "user-bob");
    CHECK(bob.email == "bob@example.org");
    CHECK(bob.password_hash == "scrypt$…");
    CHECK(bob.disabled_at == from_epoch_ms(3));
    CHECK(bob.created_at == from_epoch_ms(1));
    CHECK(bob.updated_at == from_epoch_ms(2));
}

TEST_CASE_FIXTURE(Fixture, "a user without address and password has none")
{
    const User ann = must(accounts().find_user("ann")).value();

    CHECK_FALSE(ann.email.has_value());
    CHECK(ann.password_hash.empty());
    CHECK_FALSE(ann.disabled_at.has_value());
}

TEST_CASE_FIXTURE(Fixture, "a user is found by id, then name, then address")
{
    User named_like_id = sample_bob();
    named_like_id.name = "user-ann";
    must(accounts().insert(named_like_id));
    User named_like_address = sample_user("bob@example.org");
    must(accounts().insert(named_like_address));

    CHECK(must(accounts().find_user("user-ann"))->name == "ann");
    CHECK(must(accounts().find_user("bob@example.org"))->id == named_like_address.id);
    CHECK(must(accounts().find_email("bob@example.org"))->id == "user-bob");
    CHECK_FALSE(must(accounts().find_email("ann")).has_value());
}

TEST_CASE_FIXTURE(Fixture, "updating writes all that can change")
{
    must(accounts().insert(sample_bob()));
    User changed = sample_bob();
    changed.name = "robert";
    changed.email.reset();
    changed.password_hash.clear();
    changed.disabled_at.reset();
    changed.updated_at = from_epoch_ms(9);

    must(accounts().update(changed));
    commit();

    CHECK_FALSE(must(accounts().find_user("bob")).has_value());
    const User found = must(accounts().find_user("robert")).value();
    CHECK_FALSE(found.email.has_value());
    CHECK(found.password_hash.empty());
    CHECK_FALSE(found.disabled_at.has_value());
    CHECK(found.created_at == from_epoch_ms(1));
    CHECK(found.updated_at == from_epoch_ms(9));
}

TEST_CASE_FIXTURE(Fixture, "ids, names and addresses of users are taken once")
{
    must(accounts().insert(sample_bob()));
    User same_name = sample_user("other");
    same_name.name = "bob";
    User same_email = sample_user("another");
    same_email.email = "bob@example.org";

    CHECK(accounts().insert(same_name).error().kind == ErrorKind::conflict);
    CHECK(accounts().insert(same_email).error().kind == ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Fixture, "every field of an organization comes back")
{
    must(accounts().insert(Organization{.id = "the-id",
                                        .name = "Big Inc.",
                                        .slug = "big",
                                        .logo = "https://example.org/logo.png",
                                        .metadata = R"({"plan":"free"})",
                                        .created_at = from_epoch_ms(5)}));
    commit();

    const Organization found = must(accounts().find_slug("big")).value();

    CHECK(found.id == "the-id");
    CHECK(found.name == "Big Inc.");
    CHECK(found.logo == "https://example.org/logo.png");
    CHECK(found.metadata == R"({"plan":"free"})");
    CHECK(found.created_at == from_epoch_ms(5));
    CHECK(must(accounts().find_organization("Big Inc."))->slug == "big");
}

TEST_CASE_FIXTURE(Fixture, "names and slugs of organizations are taken once")
{
    Organization same_name = sample_organization("new");
    same_name.name = "acme";
    Organization same_slug = sample_organization("new");
    same_slug.slug = "acme";

    CHECK(accounts().insert(same_name).error().kind == ErrorKind::conflict);
    CHECK(accounts().insert(same_slug).error().kind == ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Fixture, "lists are newest first, a page at a time")
{
    must(accounts().insert(sample_user("bob")));
    must(accounts().insert(sample_user("cid")));

    CHECK(must(accounts().users({.limit = 2})).at(0).name == "cid");
    CHECK(must(accounts().users({.limit = 2})).size() == 2);
    CHECK(must(accounts().users({.offset = 2, .limit = 2})).at(0).name == "ann");
    CHECK(must(accounts().organizations({})).at(0).name == "other");
    CHECK(must(accounts().organizations({.offset = 2})).empty());
}

TEST_CASE_FIXTURE(Fixture, "a member is put, given another role, and erased")
{
    MemberRows& members = transaction->members();
    Member member{.id = "the-id",
                  .organization_id = "organization-acme",
                  .user_id = "user-ann",
                  .role = Role::admin,
                  .created_at = from_epoch_ms(7)};

    must(members.put(member));
    member.role = Role::owner;
    must(members.put(member));

    const Member found = must(members.find("organization-acme", "user-ann")).value();
    CHECK(found.id == "the-id");
    CHECK(found.role == Role::owner);
    CHECK(found.created_at == from_epoch_ms(7));
    CHECK(must(members.of_organization("organization-acme")).size() == 1);
    CHECK(must(members.of_user("user-ann")).size() == 1);
    CHECK(must(members.of_organization("organization-other")).empty());
    must(members.erase("organization-acme", "user-ann"));
    CHECK_FALSE(must(members.find("organization-acme", "user-ann")).has_value());
}

TEST_CASE_FIXTURE(Fixture, "nobody can be a member of what is not there")
{
    MemberRows& members = transaction->members();

    CHECK_FALSE(members.put({.id = "1", .organization_id = "no", .user_id = "user-ann"}));
    CHECK_FALSE(members.put({.id = "1", .organization_id = "organization-acme", .user_id = "no"}));
}

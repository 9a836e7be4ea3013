#include <doctest/doctest.h>

#include "core/service/organization_service.h"
#include "core/service/user_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using organization_service::NewOrganization;

namespace {

/// Users ann and bob, and one open transaction.
struct Fixture {
    Fixture()
    {
        for (const char* name : {"ann", "bob"}) {
            must(user_service::create(transaction->accounts(), name, {}, random, now));
        }
    }
    Result<Organization> create(const NewOrganization& wanted)
    {
        return organization_service::create(transaction->accounts(), wanted, random, now);
    }
    Result<Member> appoint(std::string organization, std::string user, Role role)
    {
        return organization_service::appoint(
            *transaction,
            {.organization = std::move(organization), .user = std::move(user), .role = role},
            random,
            now);
    }
    Result<Member> dismiss(std::string_view user)
    {
        return organization_service::dismiss(*transaction, "acme", user);
    }
    std::size_t members_of(const Organization& organization)
    {
        return must(transaction->members().of_organization(organization.id)).size();
    }

    TempDir directory;
    FakeRandom random;
    Timestamp now = FakeClock::default_start;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    std::unique_ptr<Transaction> transaction = must(store->begin(Durability::power_loss));
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an organization's slug is its name unless it is said")
{
    CHECK(must(create({.name = "acme"})).slug == "acme");
    CHECK(must(create({.name = "Big Inc.", .slug = "big"})).slug == "big");
    CHECK(must(organization_service::find(transaction->accounts(), "Big Inc.")).slug == "big");
}

TEST_CASE_FIXTURE(Fixture, "names and slugs are taken once")
{
    must(create({.name = "acme", .slug = "a"}));

    CHECK(create({.name = "acme", .slug = "b"}).error().kind == ErrorKind::conflict);
    CHECK(create({.name = "other", .slug = "a"}).error().kind == ErrorKind::conflict);
    CHECK(create({.name = "a", .slug = "c"}).has_value());
}

TEST_CASE_FIXTURE(Fixture, "what is out of range is refused")
{
    CHECK(create({.name = ""}).error().kind == ErrorKind::invalid);
    CHECK(create({.name = "a", .slug = std::string(65, 'x')}).error().kind == ErrorKind::invalid);
    CHECK(create({.name = "a", .metadata = "[1]"}).error().kind == ErrorKind::invalid);
    CHECK(create({.name = "a", .logo = std::string(3'000, 'x')}).error().kind ==
          ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "an organization that is not there is not found")
{
    must(create({.name = "customers"}));

    const auto found = organization_service::find(transaction->accounts(), "customer");

    CHECK(found.error().kind == ErrorKind::not_found);
    CHECK(found.error().hint == "did you mean \"customers\"?");
}

TEST_CASE_FIXTURE(Fixture, "a member is appointed, and appointed anew")
{
    const Organization acme = must(create({.name = "acme"}));

    const Member first = must(appoint("acme", "ann", Role::member));
    const Member again = must(appoint(acme.id, "ann", Role::owner));

    CHECK(first.id == again.id);
    CHECK(again.role == Role::owner);
    CHECK(members_of(acme) == 1);
}

TEST_CASE_FIXTURE(Fixture, "the last owner can neither go nor become less")
{
    const Organization acme = must(create({.name = "acme"}));
    must(appoint("acme", "ann", Role::owner));
    must(appoint("acme", "bob", Role::admin));

    CHECK(appoint("acme", "ann", Role::admin).error().kind == ErrorKind::conflict);
    CHECK(dismiss("ann").error().kind == ErrorKind::conflict);
    CHECK(must(appoint("acme", "ann", Role::owner)).role == Role::owner);
    must(appoint("acme", "bob", Role::owner));
    CHECK(dismiss("ann").has_value());
    CHECK(members_of(acme) == 1);
}

TEST_CASE_FIXTURE(Fixture, "whoever is no member cannot be dismissed")
{
    must(create({.name = "acme"}));

    CHECK(dismiss("ann").error().kind == ErrorKind::not_found);
    CHECK(dismiss("nobody").error().kind == ErrorKind::not_found);
    CHECK(appoint("nowhere", "ann", Role::owner).error().kind == ErrorKind::not_found);
    CHECK(appoint("acme", "nobody", Role::owner).error().kind == ErrorKind::not_found);
}

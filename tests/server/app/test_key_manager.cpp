#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/key_manager.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::must;

struct Fixture {
    Fixture()
    {
        ann = app.add_user("ann", "acme", Role::owner);
        bob = app.add_user("bob", "acme", Role::admin);
        cid = app.add_user("cid", "acme", Role::member);
        key = app.issue({.name = "ci", .organization = "acme", .user = "ann"}).key;
    }
    std::optional<ManagedKeys> managed(const KeyManager& manager, std::string_view organization)
    {
        const auto transaction = must(app.sqlite->begin(Durability::process_crash));
        return must(find_managed_keys(*transaction, manager, organization));
    }
    bool finds(const KeyManager& manager, std::string_view id)
    {
        const auto transaction = must(app.sqlite->begin(Durability::process_crash));
        return must(find_managed_key(*transaction, manager, id)).has_value();
    }

    AppFixture app;
    User ann;
    User bob;
    User cid;
    ApiKey key;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "owners and admins administer all keys, members their own")
{
    const std::string& acme = key.organization_id;

    CHECK_FALSE(managed({.user_id = ann.id}, acme)->user_id.has_value());
    CHECK_FALSE(managed({.user_id = bob.id}, acme)->user_id.has_value());
    CHECK(managed({.user_id = cid.id}, acme)->user_id == cid.id);
    CHECK_FALSE(managed({.user_id = "nobody"}, acme).has_value());
    CHECK(finds({.user_id = bob.id}, key.id));
    CHECK_FALSE(finds({.user_id = cid.id}, key.id));
}

TEST_CASE_FIXTURE(Fixture, "a key administers its organization, whoever its user is")
{
    const KeyManager here{
        .user_id = cid.id, .organization_id = key.organization_id, .is_key = true};
    const KeyManager elsewhere{.user_id = ann.id, .organization_id = "elsewhere", .is_key = true};

    CHECK(finds(here, key.id));
    CHECK_FALSE(finds(elsewhere, key.id));
    CHECK_FALSE(managed(elsewhere, key.organization_id).has_value());
}

TEST_CASE_FIXTURE(Fixture, "what is revoked, and what is no id, is not found")
{
    CHECK_FALSE(finds({.user_id = ann.id}, "ci"));
    CHECK_FALSE(finds({.user_id = ann.id}, ""));
    must(app.keys.revoke("ci"));
    CHECK_FALSE(finds({.user_id = ann.id}, key.id));
}

}  // namespace azen::server

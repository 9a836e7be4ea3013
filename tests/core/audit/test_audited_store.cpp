#include <algorithm>

#include <doctest/doctest.h>

#include "core/audit/audited_store.h"
#include "core/service/local_key_service.h"
#include "core/service/rotation_service.h"
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
    FakeClock clock;
    FakeRandom random;
    std::unique_ptr<Store> store =
        make_audited_store(must(open_sqlite_store(directory.path() / "azen.db")),
                           {.kind = ActorKind::local, .id = "0", .name = "root", .origin = "host"},
                           clock);
    LocalKeyService keys{*store, random, clock};
    RotationService rotations{*store, random, clock};

    IssuedKey create(const std::string& name)
    {
        NewKey wanted;
        wanted.name = name;
        return must(keys.create(wanted));
    }
    std::vector<AuditRow> trail()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->audit().list({}));
    }
    std::vector<std::string> actions()
    {
        std::vector<std::string> actions;
        for (const AuditRow& row : trail()) {
            actions.push_back(row.entry.action);
        }
        return actions;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a key and the owners made for it are told of, with who made them")
{
    const IssuedKey issued = create("ci");

    CHECK(actions() ==
          std::vector<std::string>{"organization.create", "user.create", "key.create"});
    const AuditEntry entry = trail().back().entry;
    CHECK(entry.at == clock.now());
    CHECK(entry.actor.name == "root");
    CHECK(entry.actor.origin == "host");
    CHECK(entry.subject_id == issued.key.id);
    CHECK(entry.subject_name == "ci");
}

TEST_CASE_FIXTURE(Fixture, "each change is told of once, and what changes nothing is not")
{
    create("ci");
    const std::size_t before = trail().size();

    must(keys.change("ci", {.enabled = false}));
    must(keys.change("ci", {.enabled = false}));
    must(keys.revoke("ci"));
    must(keys.revoke("ci"));

    CHECK(trail().size() == before + 2);
    CHECK(actions().back() == "key.revoke");
}

TEST_CASE_FIXTURE(Fixture, "a rotation is told of step by step")
{
    create("ci");

    const auto begun = must(rotations.begin("ci", {}));
    must(rotations.conclude(begun, Succession::grace_from_now));
    must(rotations.finish("ci"));

    const auto told = actions();
    REQUIRE(told.size() == 6);
    CHECK(told[3] == "key.rotate");
    CHECK(told[4] == "key.activate");
    CHECK(told[5] == "key.finish_rotation");
}

TEST_CASE_FIXTURE(Fixture,
                  "what is done to users, members and sessions is told of, without passwords")
{
    User ann = sample_user("ann");
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        must(transaction->accounts().insert(sample_organization("acme")));
        must(transaction->accounts().insert(ann));
        ann.password_hash = "scrypt$hash";
        must(transaction->accounts().update(ann));
        must(transaction->accounts().update(ann));
        ann.disabled_at = clock.now();
        must(transaction->accounts().update(ann));
        Member member{.id = "m", .organization_id = "organization-acme", .user_id = ann.id};
        must(transaction->members().put(member));
        must(transaction->members().put(member));
        member.role = Role::owner;
        must(transaction->members().put(member));
        must(transaction->members().erase(member.organization_id, ann.id));
        must(transaction->commit());
    }

    CHECK(actions() == std::vector<std::string>{"organization.create",
                                                "user.create",
                                                "user.set_password",
                                                "user.update",
                                                "member.add",
                                                "member.update",
                                                "member.remove"});
    for (const AuditRow& row : trail()) {
        CHECK(row.entry.change.find("scrypt") == std::string::npos);
    }
    CHECK(trail().at(5).entry.subject_name == "acme");
    CHECK(trail().at(5).entry.change.find(R"("role":"owner")") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "sessions that an administrator ends are told of, by user")
{
    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->accounts().insert(sample_user("ann")));
    must(transaction->sessions().insert({.id = "s1", .user_id = "user-ann"}, sha256({})));
    CHECK_FALSE(must(transaction->sessions().erase("none")));
    CHECK(must(transaction->sessions().erase("s1")));
    CHECK(must(transaction->sessions().erase_of("user-ann")) == 0);

    const auto rows = must(transaction->audit().list({}));

    REQUIRE(rows.size() == 2);
    CHECK(rows.back().entry.action == "user.revoke_sessions");
    CHECK(rows.back().entry.subject_name == "ann");
}

TEST_CASE_FIXTURE(Fixture, "requests are not told of")
{
    const IssuedKey issued = create("ci");
    const std::size_t before = trail().size();

    CHECK_FALSE(must(keys.verify(issued.secret.reveal(), "")).refusal);

    CHECK(trail().size() == before);
}

TEST_CASE_FIXTURE(Fixture, "a change that is not committed is not told of")
{
    create("ci");
    const std::size_t before = trail().size();
    {
        const auto transaction = must(store->begin(Durability::power_loss));
        ApiKey key = must(transaction->keys().list({})).front();
        key.enabled = false;
        must(transaction->keys().update(key));
        CHECK(must(transaction->audit().list({})).size() == before + 1);
    }

    CHECK(trail().size() == before);
}

TEST_CASE_FIXTURE(Fixture, "no secret and no hash of one is in the trail")
{
    const IssuedKey issued = create("ci");
    const auto begun = must(rotations.begin("ci", {}));

    for (const AuditRow& row : trail()) {
        for (const Secret* secret : {&issued.secret, &*begun.secret}) {
            CHECK(row.entry.change.find(secret->reveal()) == std::string::npos);
            CHECK(row.entry.change.find(secret->reveal().substr(10)) == std::string::npos);
        }
    }
}

TEST_CASE_FIXTURE(Fixture,
                  "a key that is replaced by an import is told of, and so is another secret")
{
    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->accounts().insert(sample_organization("acme")));
    must(transaction->accounts().insert(sample_user("ann")));
    KeyRecord record = sample_record("swapped");
    must(transaction->records().insert(record.key, record.secrets));
    record.secrets.back().hash = hash_of("another");
    must(transaction->records().replace(record.key, record.secrets));

    const auto rows = must(transaction->audit().list({.subject = record.key.id}));

    REQUIRE(rows.size() == 3);
    std::vector<std::string> actions;
    for (const AuditRow& row : rows) {
        actions.push_back(row.entry.action);
    }
    CHECK(std::ranges::count(actions, "key.replace_secrets") == 1);
}

TEST_CASE_FIXTURE(Fixture, "another master key is told with the one before it")
{
    const auto transaction = must(store->begin(Durability::power_loss));
    must(transaction->master_keys().put_current("aa"));
    must(transaction->master_keys().put_current("bb"));

    const auto rows = must(transaction->audit().list({.subject = "bb"}));

    REQUIRE(rows.size() == 1);
    CHECK(rows.front().entry.action == "master-key.rotate");
    CHECK(rows.front().entry.change ==
          R"({"before":{"masterKeyId":"aa"},"after":{"masterKeyId":"bb"}})");
}

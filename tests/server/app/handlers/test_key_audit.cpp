#include <doctest/doctest.h>

#include "server/app/handlers/key_administration.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using nlohmann::json;
using test::KeyAdministration;
using test::make_post;
using test::must;

/// What the audit trail tells, newest first.
std::vector<AuditEntry> trail_of(test::AppFixture& app)
{
    const auto transaction = must(app.sqlite->begin(Durability::process_crash));
    std::vector<AuditEntry> entries;
    for (AuditRow& row : must(transaction->audit().list({.newest_first = true}))) {
        entries.push_back(std::move(row.entry));
    }
    return entries;
}

}  // namespace

TEST_CASE_FIXTURE(KeyAdministration, "what a session changes is told of as its user's doing")
{
    Request request = make_post("/api/auth/api-key/create", json{{"name", "ci"}}.dump());
    request.client = "10.0.0.7";

    REQUIRE(send(std::move(request), ann).status == 200);

    const auto trail = trail_of(app);
    REQUIRE_FALSE(trail.empty());
    CHECK(trail.front().action == "key.create");
    CHECK(trail.front().subject_name == "ci");
    CHECK(trail.front().actor.kind == ActorKind::user);
    CHECK(trail.front().actor.name == "ann");
    CHECK(trail.front().actor.origin == "10.0.0.7");
}

TEST_CASE_FIXTURE(KeyAdministration, "what a key changes is told of as the key's doing")
{
    const std::string id = create("ci");
    const std::string secret = manager();

    REQUIRE(
        app.ask(make_post("/api/auth/api-key/delete", json{{"keyId", id}}.dump(), secret)).status ==
        200);

    const auto trail = trail_of(app);
    CHECK(trail.front().subject_id == id);
    CHECK(trail.front().actor.kind == ActorKind::key);
    CHECK(trail.front().actor.name == "manager");
    CHECK(trail.front().actor.id == app.find_key("manager").id);
}

TEST_CASE_FIXTURE(KeyAdministration, "a new organization and its owner are told of")
{
    Request request = make_post("/api/auth/organization/create", R"({"name":"New","slug":"new"})");

    REQUIRE(send(std::move(request), ann).status == 200);

    const auto trail = trail_of(app);
    REQUIRE(trail.size() >= 2);
    CHECK(trail.at(0).action == "member.add");
    CHECK(trail.at(1).action == "organization.create");
    CHECK(trail.at(1).actor.name == "ann");
}

TEST_CASE_FIXTURE(KeyAdministration, "what was refused is not told of")
{
    const std::string id = create("ci");
    const std::size_t before = trail_of(app).size();
    const std::string cid = app.sign_in("cid", "other");

    post("update", {{"keyId", id}, {"name", "x"}}, cid);
    post("update", {{"keyId", id}, {"name", ""}});
    post("create", {{"name", "x"}, {"rateLimitMax", 5}});
    get("list");

    CHECK(trail_of(app).size() == before);
}

}  // namespace azen::server

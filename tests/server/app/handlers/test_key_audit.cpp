#include <doctest/doctest.h>
#include <sqlite3.h>

#include "core/store/sqlite/database.h"
#include "server/app/handlers/key_administration.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using nlohmann::json;
using test::body_of;
using test::KeyAdministration;
using test::make_post;
using test::make_request;
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

TEST_CASE_FIXTURE(KeyAdministration,
                  "the first use of a new secret is told of, once and from where")
{
    const std::string id = create("ci");
    const std::string fresh = body_of(post("rotate", {{"keyId", id}})).at("key");
    const std::size_t before = trail_of(app).size();
    Request request = make_request(Method::get, "/api/v1/verify", fresh);
    request.client = "10.0.0.9";
    const std::vector<ExchangePtr> batch{test::make_exchange(request),
                                         test::make_exchange(request)};

    app.run(batch);

    CHECK(batch.at(0)->reply.status == 200);
    CHECK(batch.at(1)->reply.status == 200);
    CHECK(app.ask(request).status == 200);
    const auto trail = trail_of(app);
    REQUIRE(trail.size() == before + 1);
    CHECK(trail.front().action == "key.activate");
    CHECK(trail.front().subject_id == id);
    CHECK(trail.front().actor.kind == ActorKind::key);
    CHECK(trail.front().actor.id == id);
    CHECK(trail.front().actor.name == "ci");
    CHECK(trail.front().actor.origin == "10.0.0.9");
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "where the trail cannot be written, nobody passes and nothing is counted")
{
    const std::string id = create("ci");
    const std::string other = app.issue({.name = "other"}).secret;
    const std::string fresh = body_of(post("rotate", {{"keyId", id}})).at("key");
    sqlite::Database{(app.directory / "azen.db").string(), SQLITE_OPEN_READWRITE, milliseconds{100}}
        .execute("DROP TABLE audit");
    const std::vector<ExchangePtr> batch{
        test::make_exchange(make_request(Method::get, "/api/v1/verify", other)),
        test::make_exchange(make_request(Method::get, "/api/v1/verify", fresh))};

    app.run(batch);

    CHECK(batch.at(0)->reply.status == 503);
    CHECK(batch.at(1)->reply.status == 503);
    CHECK(app.find_key("other").use.request_count == 0);
    const auto transaction = must(app.sqlite->begin(Durability::process_crash));
    CHECK(rotation::find(must(transaction->keys().secrets(id)), SecretState::pending) != nullptr);
}

TEST_CASE_FIXTURE(KeyAdministration,
                  "a new secret that is refused is no first use, and is not told of")
{
    const std::string id = create("ci");
    const std::string fresh = body_of(post("rotate", {{"keyId", id}})).at("key");
    const std::size_t before = trail_of(app).size();

    const Reply reply =
        app.ask(make_request(Method::get, "/api/v1/verify?permission=keys.write", fresh));

    CHECK(reply.status == 403);
    CHECK(trail_of(app).size() == before);
}

}  // namespace azen::server

/// The routes that are ours beside Better Auth's, and who is refused at them.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/time_text.h"
#include "core/key/secret_hash.h"
#include "core/transfer/key_line.h"
#include "server/app/handlers/key_administration.h"

namespace azen::server {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::body_of;
using test::make_post;
using test::make_request;
using test::must;

constexpr const char* everything = "keys.read,keys.write,keys.delete,keys.export,keys.import";

/// Someone who tries.
struct Intruder {
    std::string who;
    std::string cookie;  // empty: the secret counts
    std::string secret;
    std::string origin = "http://localhost";
};

/// acme has the key "target", which nobody of those who try may touch.
struct Administered : test::KeyAdministration {
    Administered()
    {
        const auto made = body_of(post("create", {{"name", "target"}}));
        id = made.at("id");
        secret = made.at("key");
    }

    Reply with_key(const std::string& key, const std::string& verb, const json& body)
    {
        return app.ask(make_post("/api/auth/api-key/" + verb, body.dump(), key));
    }
    Reply get_with_key(const std::string& key, const std::string& target)
    {
        return app.ask(make_request(Method::get, "/api/auth/api-key/" + target, key));
    }

    /// All that changes something, about that key.
    std::vector<std::pair<std::string, json>> changes()
    {
        return {{"create", {{"name", "more"}}},
                {"update", {{"reference", "target"}, {"enabled", false}}},
                {"delete", {{"reference", "target"}}},
                {"rotate", {{"reference", "target"}, {"now", true}}},
                {"rotate", {{"reference", "target"}, {"begin", true}}},
                {"rotate",
                 {{"reference", "target"},
                  {"drop", format_hash(fingerprint(key_secret::hash(secret)))}}},
                {"verify", {{"key", secret}}},
                {"prune", {{"keyIds", {id}}, {"revoked", true}, {"expired", true}}},
                {"import", {{"apiKeys", json::array()}, {"onConflict", "replace"}}}};
    }

    static std::vector<std::string> reads()
    {
        return {"get?reference=target",
                "usage?reference=target",
                "list?includeRevoked=true",
                "records",
                "dead?revoked=true",
                "export"};
    }

    Reply attempt(const Intruder& intruder, Request request)
    {
        request.cookie = intruder.cookie;
        request.host = "localhost";
        request.origin = intruder.origin;
        return app.ask(std::move(request));
    }

    /// Tries all of it; nothing may be changed, and nothing of the key be told.
    void try_all(const Intruder& intruder)
    {
        CAPTURE(intruder.who);
        const std::string before = state();
        for (const auto& [verb, body] : changes()) {
            CAPTURE(verb);
            const Reply reply = attempt(
                intruder, make_post("/api/auth/api-key/" + verb, body.dump(), intruder.secret));
            check_reveals_nothing(reply);
        }
        for (const std::string& target : reads()) {
            CAPTURE(target);
            check_reveals_nothing(
                attempt(intruder,
                        make_request(Method::get, "/api/auth/api-key/" + target, intruder.secret)));
        }
        CHECK(state() == before);
    }

    void check_reveals_nothing(const Reply& reply)
    {
        CHECK(reply.body.find(id) == std::string::npos);
        CHECK(reply.body.find("target\"") == std::string::npos);
        CHECK(reply.body.find(secret.substr(0, 7)) == std::string::npos);
    }

    /// All that there is to know of that key.
    std::string state()
    {
        const auto transaction = must(app.sqlite->begin(Durability::process_crash));
        std::string text;
        for (const KeyRecord& record : must(transaction->records().list(0, 100, {}))) {
            if (record.key.id == id) {
                text += key_line::format({.key = record.key, .secrets = record.secrets});
            }
        }
        return text;
    }

    std::string acme() { return app.find_key(id).organization_id; }

    std::string id;
    std::string secret;
};

}  // namespace

TEST_CASE_FIXTURE(Administered, "whoever may not administer a key changes and learns nothing")
{
    try_all({.who = "nobody", .cookie = {}, .secret = {}});
    try_all({.who = "a member", .cookie = app.sign_in("bob", "acme"), .secret = {}});
    try_all({.who = "another organization's owner",
             .cookie = app.sign_in("cid", "other"),
             .secret = {}});
    try_all({.who = "a key without keys",
             .cookie = {},
             .secret = app.issue({.name = "plain", .organization = "acme"}).secret});
    try_all({.who = "another organization's manager",
             .cookie = {},
             .secret = app.issue({.name = "theirs",
                                  .organization = "other",
                                  .user = "cid",
                                  .rate_limit = {.enabled = false},
                                  .permissions = must(Permissions::parse(everything))})
                           .secret});
    std::string forged = ann;
    char& signature = forged.at(forged.rfind('.') + 3);
    signature = signature == 'x' ? 'y' : 'x';
    try_all({.who = "a forged cookie", .cookie = forged, .secret = {}});
    const std::string expired = app.sign_in("ann", "acme");
    app.clock.advance(std::chrono::days{8});
    try_all({.who = "an expired session", .cookie = expired, .secret = {}});
}

TEST_CASE_FIXTURE(Administered, "another site's page changes nothing with an owner's session")
{
    const std::string before = state();

    for (const std::string origin : {"http://evil.example", "null", ""}) {
        for (const auto& [verb, body] : changes()) {
            CAPTURE(verb);
            const Reply reply =
                attempt({.who = "ann", .cookie = ann, .secret = {}, .origin = origin},
                        make_post("/api/auth/api-key/" + verb, body.dump()));
            CHECK(reply.status == 403);
            check_reveals_nothing(reply);
        }
    }
    CHECK(state() == before);
}

TEST_CASE_FIXTURE(Administered, "hashes go out and come in with a permission of their own alone")
{
    const std::string plain = manager();
    const std::string full = manager(everything);

    CHECK(code_of(get("export")) == "API_KEY_NEEDED");
    CHECK(code_of(post("import", {{"apiKeys", json::array()}})) == "API_KEY_NEEDED");
    CHECK(get_with_key(plain, "export").status == 403);
    CHECK(with_key(plain, "import", {{"apiKeys", json::array()}}).status == 403);
    CHECK(get_with_key(full, "export").body.find(format_hash(key_secret::hash(secret))) !=
          std::string::npos);
    for (const std::string& target : reads()) {
        if (target != "export") {
            CAPTURE(target);
            CHECK(get_with_key(full, target).body.find(format_hash(key_secret::hash(secret))) ==
                  std::string::npos);
        }
    }
}

TEST_CASE_FIXTURE(Administered, "what is imported goes into the key's own organization")
{
    const std::string full = manager(everything);
    const std::string before = acme();
    const auto exported = body_of(get_with_key(full, "export")).at("apiKeys");
    const std::string theirs = app.issue({.name = "theirs",
                                          .organization = "other",
                                          .user = "cid",
                                          .permissions = must(Permissions::parse(everything))})
                                   .secret;

    const auto stolen =
        body_of(with_key(theirs, "import", {{"apiKeys", exported}, {"onConflict", "replace"}}));
    CHECK(stolen.at("committed") == false);
    CHECK(acme() == before);
    with_key(full, "delete", {{"reference", "target"}});
    with_key(full, "prune", {{"keyIds", {id}}, {"revoked", true}});
    auto moved = exported;
    moved.erase(
        std::remove_if(
            moved.begin(), moved.end(), [](const auto& key) { return key.at("name") != "target"; }),
        moved.end());
    CHECK(body_of(with_key(theirs, "import", {{"apiKeys", moved}})).at("committed") == false);
    const auto taken = body_of(with_key(theirs, "import", {{"apiKeys", moved}, {"user", "cid"}}));

    CHECK(taken.at("committed") == true);
    CHECK(acme() != before);
}

TEST_CASE_FIXTURE(Administered, "a dry run tells what would be, and changes nothing")
{
    const std::string full = manager(everything);
    const std::string before = state();

    for (auto [verb, body] : changes()) {
        if (verb == "verify") {
            continue;  // it has none
        }
        body["dryRun"] = true;
        CAPTURE(verb);
        CHECK(with_key(full, verb, body).status == 200);
    }
    CHECK(code_of(with_key(full, "delete", {{"reference", "target"}, {"dryRun", 1}})) ==
          "VALIDATION_ERROR");
    CHECK(state() == before);
}

TEST_CASE_FIXTURE(Administered, "a key named by its reference is found however people call it")
{
    const ApiKey key = app.find_key(id);

    for (const std::string& reference : {key.id, key.name, key.start}) {
        const auto found = body_of(get("get?reference=" + reference));
        CHECK(found.at("id") == id);
        CHECK(found.at("secrets").size() == 1);
        CHECK(found.at("secrets").at(0).at("id") ==
              format_hash(fingerprint(key_secret::hash(secret))));
    }
    const auto unknown = body_of(get("get?reference=targt"));
    CHECK(unknown.at("code") == "KEY_NOT_FOUND");
    CHECK(unknown.at("hint") == "did you mean \"target\"?");
    post("delete", {{"reference", "target"}});
    CHECK(code_of(get("get?id=" + id)) == "KEY_NOT_FOUND");
    CHECK(body_of(get("get?reference=target")).at("status") == "revoked");
    CHECK(code_of(post("update", {{"reference", "target"}, {"enabled", true}})) == "KEY_STATE");
}

TEST_CASE_FIXTURE(Administered, "steps of a rotation exclude each other, and name real secrets")
{
    CHECK(code_of(post("rotate", {{"keyId", id}, {"begin", true}, {"finish", true}})) ==
          "VALIDATION_ERROR");
    CHECK(code_of(post("rotate", {{"keyId", id}, {"conclude", "nonsense"}})) == "VALIDATION_ERROR");
    CHECK(code_of(post("rotate", {{"keyId", id}, {"startGrace", "later"}})) == "VALIDATION_ERROR");
    const std::string stranger = format_hash(fingerprint(key_secret::hash("stranger")));
    CHECK(code_of(post("rotate", {{"keyId", id}, {"conclude", stranger}})) == "KEY_STATE");
    CHECK(body_of(post("rotate", {{"keyId", id}, {"drop", stranger}})).at("dropped") == true);
}

TEST_CASE_FIXTURE(Administered, "all keys come in parts, each going on after the one before")
{
    create("second");
    const auto first = body_of(get("records?limit=1"));
    const auto second = body_of(get("records?limit=1&after=" + first.at("next").dump()));
    const auto end = body_of(get("records?limit=5&after=" + second.at("next").dump()));

    CHECK(first.at("apiKeys").at(0).at("name") == "target");
    CHECK(second.at("apiKeys").at(0).at("name") == "second");
    CHECK(end.at("apiKeys").empty());
    CHECK(end.at("next").is_null());
}

TEST_CASE_FIXTURE(Administered, "another's idempotency key is another, also in one organization")
{
    const json wanted{{"name", "ci"}, {"idempotencyKey", "job-1"}};

    const auto anns = body_of(post("create", wanted));
    const auto bobs = body_of(post("create", wanted, app.sign_in("bob", "acme")));
    const auto again = body_of(post("create", wanted));

    CHECK(bobs.at("id") != anns.at("id"));
    CHECK(again.at("id") == anns.at("id"));
    CHECK(again.at("key") != anns.at("key"));
}

TEST_CASE_FIXTURE(Administered, "a session may name a moment within the days that it may choose")
{
    const auto in = [&](auto life) {
        return format_timestamp(app.clock.now() + life);
    };

    CHECK(post("create", {{"name", "a"}, {"expiresAt", in(std::chrono::days{30})}}).status == 200);
    CHECK(code_of(post("create", {{"name", "a"}, {"expiresAt", in(1h)}})) ==
          "EXPIRES_IN_IS_TOO_SMALL");
    CHECK(code_of(post("update", {{"keyId", id}, {"expiresAt", in(std::chrono::days{400})}})) ==
          "EXPIRES_IN_IS_TOO_LARGE");
    CHECK(code_of(post("update", {{"keyId", id}, {"expiresAt", "soon"}})) == "VALIDATION_ERROR");
    CHECK(code_of(post("update", {{"keyId", id}, {"grantPermissions", {{"a", {"b"}}}}})) ==
          "SERVER_ONLY_PROPERTY");
    CHECK(with_key(manager(), "update", {{"keyId", id}, {"expiresAt", in(1h)}}).status == 200);
}

}  // namespace azen::server

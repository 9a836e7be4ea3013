/// What KeyService promises, of the keys of a store and of those of a server alike.

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/http_client.h"
#include "cli/remote_key_service.h"
#include "cli/support/console.h"
#include "cli/support/live_server.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::must;

/// A store with a key that may administer the others.
struct StoredKeys {
    SystemClock clock;
    SystemRandom random;
    test::Console console;
    std::unique_ptr<Store> store = must(open_sqlite_store(console.store()));
    LocalKeyService local{*store, random, clock};
    IssuedKey manager =
        must(local.create({.name = "manager",
                           .rate_limit = {.enabled = false},
                           .permissions = must(Permissions::parse(
                               "keys.read,keys.write,keys.delete,keys.export,keys.import"))}));
};

struct LocalScene : StoredKeys {
    KeyService& keys() { return local; }
};

struct RemoteScene : StoredKeys {
    KeyService& keys() { return remote; }

    std::unique_ptr<HttpClient> client()
    {
        HttpClientOptions options{.base_url = must(parse_base_url(server.url())),
                                  .key = Secret{std::string{manager.secret.reveal()}},
                                  .session = {},
                                  .authorities = {},
                                  .retries = {}};
        return must(HttpClient::create(std::move(options), random, [](milliseconds) {}));
    }

    test::LiveServer server{console};
    RemoteKeyService remote{client(), random, Effect::real};
};

std::vector<std::string> names_of(const std::vector<ApiKey>& keys)
{
    std::vector<std::string> names;
    std::ranges::transform(keys, std::back_inserter(names), &ApiKey::name);
    return names;
}

bool works(KeyService& keys, std::string_view secret)
{
    return !must(keys.verify(secret, "")).refusal;
}

std::vector<SecretState> states_of(const KeyHistory& history)
{
    std::vector<SecretState> states;
    std::ranges::transform(history.secrets, std::back_inserter(states), &KeySecret::state);
    return states;
}

}  // namespace

TEST_SUITE_BEGIN("key-service-contract");

TEST_CASE_TEMPLATE("a key is made as it was asked for, and found by id, name and start",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const Timestamp tomorrow = scene.clock.now() + 24h;

    const IssuedKey made =
        must(keys.create({.name = "ci",
                          .prefix = "ci_",
                          .enabled = false,
                          .expires_at = tomorrow,
                          .rate_limit = {.enabled = true, .max = 5, .window = 2s},
                          .remaining = 7,
                          .refill = Refill{.amount = 10, .interval = 1h},
                          .permissions = must(Permissions::parse("orders.read")),
                          .metadata = R"({"team":"a"})"}));

    for (const std::string& reference : {made.key.id, made.key.name, made.key.start}) {
        const ApiKey found = must(keys.find(reference));
        CHECK(found.id == made.key.id);
        CHECK(found.prefix == "ci_");
        CHECK_FALSE(found.enabled);
        CHECK(found.expires_at == tomorrow);
        CHECK(found.rate_limit == RateLimit{.enabled = true, .max = 5, .window = 2s});
        CHECK(found.use.quota.remaining == 7);
        CHECK(found.refill == Refill{.amount = 10, .interval = 1h});
        CHECK(found.permissions.to_text() == "orders.read");
        CHECK(found.metadata == R"({"team":"a"})");
        CHECK(found.organization_id == scene.manager.key.organization_id);
        CHECK(found.user_id == scene.manager.key.user_id);
    }
}

TEST_CASE_TEMPLATE("keys are listed newest first, a page at a time, revoked ones too",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    for (const char* name : {"one", "two", "three"}) {
        must(keys.create({.name = name}));
    }
    must(keys.revoke("two"));

    CHECK(names_of(must(keys.list({.offset = 0, .limit = 10}))) ==
          std::vector<std::string>{"three", "two", "one", "manager"});
    CHECK(names_of(must(keys.list({.offset = 1, .limit = 2}))) ==
          std::vector<std::string>{"two", "one"});
    CHECK(must(keys.list({.offset = 9, .limit = 2})).empty());
}

TEST_CASE_TEMPLATE("a name is that of the one key that is not revoked",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const std::string revoked = must(keys.create({.name = "dup"})).key.id;
    must(keys.revoke(revoked));
    const std::string live = must(keys.create({.name = "dup"})).key.id;

    CHECK(must(keys.find("dup")).id == live);
    CHECK(must(keys.find(revoked)).id == revoked);

    must(keys.revoke("dup"));
    const auto ambiguous = keys.find("dup");
    CHECK(ambiguous.error().kind == ErrorKind::conflict);
    CHECK(test::contains(ambiguous.error().message, "dup  revoked"));
}

TEST_CASE_TEMPLATE("what is unknown, ambiguous or out of range is told apart, with a next step",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    must(keys.create({.name = "twin"}));
    must(keys.create({.name = "twin"}));

    const auto unknown = keys.find("managr");
    const auto ambiguous = keys.revoke("twin");

    CHECK(unknown.error().kind == ErrorKind::not_found);
    CHECK(unknown.error().hint == "did you mean \"manager\"?");
    CHECK(ambiguous.error().kind == ErrorKind::conflict);
    CHECK(test::contains(ambiguous.error().message, "is the name of 2 keys"));
    CHECK(ambiguous.error().hint == "name the key by its id");
    CHECK(keys.change("manager", {.rate_limit = RateLimit{.max = 0}}).error().kind ==
          ErrorKind::invalid);
    CHECK(keys.begin("manager", {.grace = 100 * 365 * 24h}).error().kind == ErrorKind::invalid);
    CHECK(keys.usage("nobody").error().kind == ErrorKind::not_found);
    CHECK(keys.history("nobody").error().kind == ErrorKind::not_found);
}

TEST_CASE_TEMPLATE("a change says what shall be, and leaves the rest",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    must(
        keys.create({.name = "ci", .remaining = 7, .refill = Refill{.amount = 9, .interval = 1h}}));

    const ApiKey renamed = must(keys.change("ci", {.name = "cd", .enabled = false}));
    const ApiKey limited = must(keys.change(
        "cd",
        {.expires_at = std::optional{scene.clock.now() - 1s},
         .rate_limit = RateLimit{.enabled = true, .max = 3, .window = 1s},
         .quota = std::optional<std::int64_t>{},
         .grant = must(Permissions::parse("orders.read")),
         .revoke = must(Permissions::parse("memory.read,memory.write,memory.delete"))}));

    CHECK(renamed.name == "cd");
    CHECK(renamed.use.quota.remaining == 7);
    CHECK(limited.expires_at < scene.clock.now());
    CHECK(limited.rate_limit.max == 3);
    CHECK_FALSE(limited.use.quota.remaining.has_value());
    CHECK_FALSE(limited.refill.has_value());
    CHECK(limited.permissions.to_text() == "orders.read,usage.read");
    CHECK_FALSE(must(keys.find("cd")).enabled);
    const ApiKey emptied = must(keys.change("cd",
                                            {.expires_at = std::optional<Timestamp>{},
                                             .permissions = Permissions{},
                                             .metadata = R"({"a":1})"}));
    CHECK_FALSE(emptied.expires_at.has_value());
    CHECK(emptied.permissions == Permissions{});
    CHECK(emptied.metadata == R"({"a":1})");
}

TEST_CASE_TEMPLATE("a revoked key is refused for ever, and can be neither changed nor rotated",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const IssuedKey made = must(keys.create({.name = "ci"}));

    const ApiKey revoked = must(keys.revoke("ci"));

    CHECK(revoked.revoked_at.has_value());
    CHECK(must(keys.revoke("ci")).revoked_at == revoked.revoked_at);
    CHECK(must(keys.verify(made.secret.reveal(), "")).refusal == Refusal::revoked);
    CHECK(keys.change("ci", {.enabled = true}).error().kind == ErrorKind::conflict);
    CHECK(keys.begin("ci", {}).error().kind == ErrorKind::conflict);
    CHECK(must(keys.history("ci")).key.revoked_at == revoked.revoked_at);
}

TEST_CASE_TEMPLATE("verifying charges, and explaining does not", Scene, LocalScene, RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const IssuedKey made = must(keys.create({.name = "ci", .remaining = 2}));

    const Explanation explanation =
        must(keys.explain(made.secret.reveal(), "usage.read", std::nullopt));
    const Verification verification = must(keys.verify(made.secret.reveal(), "usage.read"));

    CHECK_FALSE(explanation.refusal.has_value());
    CHECK(explanation.checks.size() == all_checks.size());
    CHECK(explanation.secret_state == SecretState::active);
    CHECK(explanation.use.quota.remaining == 2);
    CHECK_FALSE(verification.refusal.has_value());
    CHECK(verification.key->id == made.key.id);
    CHECK(verification.allowance->quota_remaining == 1);
    CHECK(verification.allowance->tokens == 59);
    CHECK(must(keys.find("ci")).use.request_count == 1);
    CHECK(must(keys.verify(made.secret.reveal(), "orders.read")).refusal ==
          Refusal::permission_missing);
    CHECK(must(keys.explain("nonsense", "", std::nullopt)).refusal == Refusal::malformed);
    CHECK(must(keys.usage("ci")).summary.success == 0);
}

TEST_CASE_TEMPLATE("a rotation goes from pending through active to its end",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const IssuedKey made = must(keys.create({.name = "ci"}));

    const BegunRotation begun = must(keys.begin("ci", {.grace = 1h}));
    CHECK(states_of(must(keys.history("ci"))) ==
          std::vector{SecretState::active, SecretState::pending});
    CHECK(works(keys, made.secret.reveal()));
    const KeyHistory concluded = must(keys.conclude(begun, Succession::grace_from_now));

    CHECK(states_of(concluded) == std::vector{SecretState::retiring, SecretState::active});
    CHECK(concluded.secrets.back().hash == begun.hash);
    CHECK(concluded.secrets.back().delivered);
    CHECK(works(keys, made.secret.reveal()));
    CHECK(must(keys.history("ci")).retiring_uses.front().requests == 1);
    CHECK(works(keys, begun.secret->reveal()));
    CHECK(states_of(must(keys.finish("ci"))) ==
          std::vector{SecretState::revoked, SecretState::active});
    CHECK_FALSE(works(keys, made.secret.reveal()));
    CHECK(keys.finish("ci").error().kind == ErrorKind::conflict);
}

TEST_CASE_TEMPLATE("a new secret that did not arrive is dropped, and one that leaked is replaced",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const IssuedKey made = must(keys.create({.name = "ci"}));

    const BegunRotation lost = must(keys.begin("ci", {}));
    CHECK(must(keys.drop(lost)));
    CHECK(must(keys.drop(lost)));
    CHECK_FALSE(works(keys, lost.secret->reveal()));
    CHECK(keys.conclude(lost, Succession::at_once).error().kind == ErrorKind::conflict);
    CHECK(keys.abort("ci").error().kind == ErrorKind::conflict);
    must(keys.begin("ci", {}));
    const BegunRotation again = must(keys.begin("ci", {}));
    CHECK(again.displaced == Displaced::pending);
    must(keys.conclude(again, Succession::at_once));

    CHECK(works(keys, again.secret->reveal()));
    CHECK_FALSE(works(keys, made.secret.reveal()));
    CHECK_FALSE(must(keys.drop(again)));
}

TEST_CASE_TEMPLATE("an idempotency key rotates once, from when the secret has arrived",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    must(keys.create({.name = "ci"}));
    const RotationRequest request{.idempotency_key = "job-1"};

    const BegunRotation lost = must(keys.begin("ci", request));
    const BegunRotation begun = must(keys.begin("ci", request));
    must(keys.conclude(begun, Succession::on_first_use));
    const BegunRotation repeated = must(keys.begin("ci", request));

    REQUIRE(begun.secret.has_value());
    CHECK_FALSE(works(keys, lost.secret->reveal()));
    CHECK_FALSE(repeated.secret.has_value());
    CHECK(works(keys, begun.secret->reveal()));
}

TEST_CASE_TEMPLATE("an idempotency key makes one key, whose lost secret can be had again",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const NewKey wanted{.name = "ci", .idempotency_key = "job-1"};

    const IssuedKey lost = must(keys.create(wanted));
    const IssuedKey made = must(keys.create(wanted));

    CHECK(made.key.id == lost.key.id);
    CHECK_FALSE(works(keys, lost.secret.reveal()));
    CHECK(must(keys.history("ci")).secrets.back().hash == made.hash);
    must(keys.conclude({.key = made.key, .secret = {}, .hash = made.hash},
                       Succession::on_first_use));
    const IssuedKey repeated = must(keys.create(wanted));
    CHECK_FALSE(repeated.is_new());
    CHECK(repeated.key.id == made.key.id);
    CHECK(works(keys, made.secret.reveal()));
    CHECK(keys.create({.name = "other", .idempotency_key = "job-1"}).error().kind ==
          ErrorKind::conflict);
    CHECK(must(keys.list({.offset = 0, .limit = 10})).size() == 2);
}

TEST_CASE_TEMPLATE("the use of a secret shows that it has arrived", Scene, LocalScene, RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const NewKey wanted{.name = "ci", .idempotency_key = "job-1"};

    const IssuedKey made = must(keys.create(wanted));
    CHECK(works(keys, made.secret.reveal()));

    CHECK_FALSE(must(keys.create(wanted)).is_new());
    CHECK(works(keys, made.secret.reveal()));
}

TEST_CASE_TEMPLATE("a key that was revoked for want of a receiver is made again",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const NewKey wanted{.name = "ci", .idempotency_key = "job-1"};

    const IssuedKey lost = must(keys.create(wanted));
    must(keys.revoke(lost.key.id));
    const IssuedKey made = must(keys.create(wanted));

    CHECK(made.key.id != lost.key.id);
    CHECK(works(keys, made.secret.reveal()));
}

TEST_CASE_TEMPLATE("all keys are walked over, oldest first, with where their secrets stand",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    must(keys.create({.name = "ci"}));
    must(keys.begin("ci", {}));
    std::vector<std::string> names;
    std::size_t secrets = 0;

    must(keys.for_each([&](const KeyRecord& record) -> Result<void> {
        names.push_back(record.key.name);
        secrets += record.secrets.size();
        return {};
    }));

    CHECK(names == std::vector<std::string>{"manager", "ci"});
    CHECK(secrets == 3);
    CHECK(keys.for_each([](const KeyRecord&) -> Result<void> {
                  return fail(ErrorKind::declined, "enough");
              })
              .error()
              .kind == ErrorKind::declined);
}

TEST_CASE_TEMPLATE("dead keys are found, and removed when they are dead still",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const std::string dead = must(keys.create({.name = "dead"})).key.id;
    const std::string alive = must(keys.create({.name = "alive"})).key.id;
    must(keys.revoke(dead));
    const DeathPolicy revoked{.revoked = true};

    const auto found = must(keys.find_dead(revoked));
    CHECK(must(keys.find_dead({.revoked = true, .at_least = 1h})).empty());
    const auto removed = must(keys.remove_dead(std::vector{dead, alive}, revoked));

    REQUIRE(found.size() == 1);
    CHECK(found.front().key.id == dead);
    CHECK(found.front().death.cause == KeyStatus::revoked);
    REQUIRE(removed.size() == 1);
    CHECK(removed.front().key.id == dead);
    CHECK(keys.find(dead).error().kind == ErrorKind::not_found);
    CHECK(must(keys.find(alive)).name == "alive");
}

TEST_CASE_TEMPLATE("what was exported is imported as it was", Scene, LocalScene, RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    const IssuedKey made = must(keys.create({.name = "ci", .remaining = 5}));
    std::vector<KeyImportItem> items;
    must(keys.export_each([&](const PortableKey& key) -> Result<void> {
        if (key.key.name == "ci") {
            items.push_back({.line = 1, .key = key});
        }
        return {};
    }));
    REQUIRE(items.size() == 1);
    must(keys.change("ci", {.name = "renamed"}));
    must(keys.conclude(must(keys.begin("renamed", {})), Succession::at_once));

    const auto conflict = must(keys.import_keys(items, {}));
    const auto replaced = must(keys.import_keys(items, {.on_conflict = OnKeyConflict::replace}));

    CHECK_FALSE(conflict.committed);
    CHECK(conflict.results.front().error->kind == ErrorKind::conflict);
    CHECK(replaced.committed);
    CHECK(replaced.results.front().outcome == KeyImportOutcome::replaced);
    CHECK(must(keys.find("ci")).id == made.key.id);
    CHECK(works(keys, made.secret.reveal()));
}

TEST_CASE_TEMPLATE("when an item cannot be read, nothing is imported and each is told of",
                   Scene,
                   LocalScene,
                   RemoteScene)
{
    Scene scene;
    KeyService& keys = scene.keys();
    must(keys.create({.name = "ci"}));
    std::vector<KeyImportItem> items{{.line = 3, .key = fail(ErrorKind::invalid, "is no JSON")}};
    must(keys.export_each([&](const PortableKey& key) -> Result<void> {
        items.push_back({.line = 7, .key = key});
        return {};
    }));

    const auto report = must(keys.import_keys(items, {.on_conflict = OnKeyConflict::skip}));

    CHECK_FALSE(report.committed);
    REQUIRE(report.results.size() == 3);
    CHECK(report.results.at(0).line == 3);
    CHECK(report.results.at(0).outcome == KeyImportOutcome::rejected);
    CHECK(report.results.at(1).line == 7);
    CHECK(report.results.at(1).outcome == KeyImportOutcome::skipped);
}

TEST_SUITE_END();

}  // namespace azen::cli

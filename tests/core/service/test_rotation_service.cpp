#include <algorithm>

#include <doctest/doctest.h>

#include "core/service/local_key_service.h"
#include "core/service/rotation_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    FakeClock clock;
    FakeRandom random;
    LocalKeyService keys{*store, random, clock};
    RotationService rotations{*store, random, clock};
    IssuedKey issued = create();

    IssuedKey create(std::optional<Timestamp> expires_at = std::nullopt)
    {
        NewKey wanted;
        wanted.name = expires_at ? "brief" : "ci";
        wanted.expires_at = expires_at;
        return must(keys.create(wanted));
    }

    std::optional<Refusal> refusal(const Secret& secret)
    {
        return must(keys.verify(secret.reveal(), "")).refusal;
    }
    bool works(const Secret& secret) { return !refusal(secret); }

    BegunRotation begin(const RotationRequest& request = {})
    {
        BegunRotation begun = must(rotations.begin("ci", request));
        REQUIRE(begun.secret);
        return begun;
    }

    KeySecret secret(SecretState state)
    {
        const KeyHistory history = must(rotations.history("ci"));
        const KeySecret* found = rotation::find(history.secrets, state);
        REQUIRE(found != nullptr);
        return *found;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "both secrets work until the grace after the first use is over")
{
    const BegunRotation begun = begin({.grace = 1h});
    must(rotations.conclude(begun, Succession::on_first_use));
    clock.advance(48h);
    CHECK(works(issued.secret));

    CHECK(works(*begun.secret));
    clock.advance(1h - 1ms);
    CHECK(works(issued.secret));

    clock.advance(1ms);
    CHECK(refusal(issued.secret) == Refusal::revoked);
    CHECK(works(*begun.secret));
}

TEST_CASE_FIXTURE(Fixture, "a secret that nobody uses takes nothing from the old one")
{
    begin({.grace = 1s});

    clock.advance(24h * 365);

    CHECK(works(issued.secret));
    CHECK(secret(SecretState::active).hash == key_secret::hash(issued.secret.reveal()));
}

TEST_CASE_FIXTURE(Fixture, "a refused request is no first use")
{
    const BegunRotation begun = begin();

    CHECK(must(keys.verify(begun.secret->reveal(), "keys.write")).refusal ==
          Refusal::permission_missing);

    CHECK(secret(SecretState::pending).hash == begun.hash);
}

TEST_CASE_FIXTURE(Fixture, "a rotated key keeps its id, name, limits and counters")
{
    CHECK(works(issued.secret));
    const BegunRotation begun = begin();
    CHECK(works(*begun.secret));

    const ApiKey key = must(keys.find("ci"));

    CHECK(key.id == issued.key.id);
    CHECK(key.rate_limit == issued.key.rate_limit);
    CHECK(key.use.request_count == 2);
    CHECK(key.created_at == issued.key.created_at);
    CHECK(begun.secret->reveal().starts_with(key.start));
}

TEST_CASE_FIXTURE(Fixture, "the secrets of a key share its quota")
{
    must(keys.change("ci", {.quota = std::optional<std::int64_t>{2}}));
    const BegunRotation begun = begin();

    CHECK(works(issued.secret));
    CHECK(works(*begun.secret));

    CHECK(refusal(issued.secret) == Refusal::quota_exceeded);
    CHECK(refusal(*begun.secret) == Refusal::quota_exceeded);
}

TEST_CASE_FIXTURE(Fixture, "the grace can start at once")
{
    const BegunRotation begun = begin({.grace = 1h});

    must(rotations.conclude(begun, Succession::grace_from_now));

    CHECK(secret(SecretState::retiring).not_after == clock.now() + 1h);
    clock.advance(1h);
    CHECK(refusal(issued.secret) == Refusal::revoked);
    CHECK(works(*begun.secret));
}

TEST_CASE_FIXTURE(Fixture, "the new secret can take over at once, used already or not")
{
    const BegunRotation unused = begin();
    must(rotations.conclude(unused, Succession::at_once));
    CHECK(refusal(issued.secret) == Refusal::revoked);

    const BegunRotation used = begin();
    CHECK(works(*used.secret));
    must(rotations.conclude(used, Succession::at_once));

    CHECK(refusal(*unused.secret) == Refusal::revoked);
    CHECK(works(*used.secret));
}

TEST_CASE_FIXTURE(Fixture, "rotating again tells what it put an end to")
{
    const BegunRotation first = begin();
    const BegunRotation second = begin();
    CHECK(first.displaced == Displaced::nothing);
    CHECK(second.displaced == Displaced::pending);
    CHECK(refusal(*first.secret) == Refusal::revoked);

    CHECK(works(*second.secret));
    const BegunRotation third = begin();

    CHECK(third.displaced == Displaced::retiring);
    CHECK(refusal(issued.secret) == Refusal::revoked);
    CHECK(works(*second.secret));
}

TEST_CASE_FIXTURE(Fixture, "a rotation that was overtaken is told so when it ends")
{
    const BegunRotation first = begin();
    begin();

    const auto concluded = rotations.conclude(first, Succession::at_once);

    REQUIRE(!concluded);
    CHECK(concluded.error().kind == ErrorKind::conflict);
    CHECK(works(issued.secret));
}

TEST_CASE_FIXTURE(Fixture, "a secret that did not arrive is dropped, unless it is in use")
{
    const BegunRotation lost = begin();
    CHECK(must(rotations.drop(lost)));
    CHECK(must(rotations.drop(lost)));
    CHECK(refusal(*lost.secret) == Refusal::revoked);

    const BegunRotation used = begin();
    CHECK(works(*used.secret));
    CHECK(!must(rotations.drop(used)));

    CHECK(works(*used.secret));
    CHECK(works(issued.secret));
}

TEST_CASE_FIXTURE(Fixture, "the grace can be finished, and a pending secret aborted, not otherwise")
{
    CHECK(rotations.finish("ci").error().kind == ErrorKind::conflict);
    CHECK(rotations.abort("ci").error().kind == ErrorKind::conflict);

    const BegunRotation aborted = begin();
    CHECK(rotations.finish("ci").error().kind == ErrorKind::conflict);
    must(rotations.abort("ci"));
    CHECK(refusal(*aborted.secret) == Refusal::revoked);

    const BegunRotation finished = begin();
    CHECK(works(*finished.secret));
    CHECK(rotations.abort("ci").error().kind == ErrorKind::conflict);
    must(rotations.finish("ci"));
    CHECK(refusal(issued.secret) == Refusal::revoked);
    CHECK(works(*finished.secret));
}

TEST_CASE_FIXTURE(Fixture, "the same idempotency key rotates once, another one again")
{
    const BegunRotation begun = begin({.idempotency_key = "build 7"});
    must(rotations.conclude(begun, Succession::on_first_use));

    CHECK(!must(rotations.begin("ci", {.idempotency_key = "build 7"})).secret);
    CHECK(works(*begun.secret));
    CHECK(!must(rotations.begin("ci", {.idempotency_key = "build 7"})).secret);

    CHECK(must(rotations.begin("ci", {.idempotency_key = "build 8"})).secret);
    CHECK(!must(rotations.begin("ci", {.idempotency_key = "build 7"})).secret);
}

TEST_CASE_FIXTURE(Fixture, "an idempotency key whose secret was lost rotates again")
{
    begin({.idempotency_key = "died before it told anyone"});
    CHECK(must(rotations.begin("ci", {.idempotency_key = "died before it told anyone"})).secret);

    const BegunRotation dropped = begin({.idempotency_key = "sink failed"});
    CHECK(must(rotations.drop(dropped)));
    CHECK(must(rotations.begin("ci", {.idempotency_key = "sink failed"})).secret);
}

TEST_CASE_FIXTURE(Fixture, "a secret in use was delivered, whatever became of its rotation")
{
    const BegunRotation begun = begin({.idempotency_key = "build 7"});
    CHECK(works(*begun.secret));

    CHECK(!must(rotations.begin("ci", {.idempotency_key = "build 7"})).secret);
}

TEST_CASE_FIXTURE(Fixture, "of an idempotency key only a hash is kept")
{
    must(rotations.conclude(begin({.idempotency_key = "build 7"}), Succession::on_first_use));

    CHECK(secret(SecretState::pending).request == key_secret::hash("build 7"));
}

TEST_CASE_FIXTURE(Fixture, "grace ends with the key, and rotation does not move the key's end")
{
    const Timestamp expiry = clock.now() + 10min;
    const IssuedKey brief = create(expiry);
    const BegunRotation begun = must(rotations.begin("brief", {.grace = 1h}));

    const KeyHistory history = must(rotations.conclude(begun, Succession::grace_from_now));

    CHECK(rotation::find(history.secrets, SecretState::retiring)->not_after == expiry);
    CHECK(must(keys.find("brief")).expires_at == expiry);
    clock.set(expiry);
    CHECK(refusal(*begun.secret) == Refusal::expired);
    CHECK(!works(brief.secret));
}

TEST_CASE_FIXTURE(Fixture, "a key whose new secret could not work is not rotated")
{
    create(clock.now() + 1s);
    clock.advance(1s);
    CHECK(rotations.begin("brief", {}).error().kind == ErrorKind::conflict);

    must(keys.revoke("ci"));
    CHECK(rotations.begin("ci", {}).error().kind == ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Fixture, "a disabled key can be rotated, and stays disabled")
{
    must(keys.change("ci", {.enabled = false}));

    const BegunRotation begun = begin();

    CHECK(refusal(*begun.secret) == Refusal::disabled);
    CHECK(secret(SecretState::pending).hash == begun.hash);
}

TEST_CASE_FIXTURE(Fixture, "who still uses the old secret is known, and nobody before the grace")
{
    CHECK(works(issued.secret));
    const BegunRotation begun = begin();
    CHECK(works(issued.secret));
    CHECK(must(rotations.history("ci")).retiring_uses.empty());
    CHECK(works(*begun.secret));
    clock.advance(5s);

    CHECK(works(issued.secret));

    const KeyHistory history = must(rotations.history("ci"));
    REQUIRE(history.retiring_uses.size() == 1);
    CHECK(history.retiring_uses.front().last_at == clock.now());
    CHECK(history.retiring_uses.front().secret == key_secret::hash(issued.secret.reveal()));
    CHECK(history.retiring_uses.front().agent == "azen keys verify");
}

TEST_CASE_FIXTURE(Fixture, "requests out of range are refused")
{
    CHECK(rotations.begin("ci", {.grace = 999ms}).error().kind == ErrorKind::invalid);
    CHECK(rotations.begin("ci", {.grace = 24h * 3654}).error().kind == ErrorKind::invalid);
    CHECK(rotations.begin("ci", {.idempotency_key = ""}).error().kind == ErrorKind::invalid);
    CHECK(rotations.begin("nobody", {}).error().kind == ErrorKind::not_found);

    CHECK(must(rotations.history("ci")).secrets.size() == 1);
}

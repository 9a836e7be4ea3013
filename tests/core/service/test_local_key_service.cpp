#include <doctest/doctest.h>

#include "core/service/local_key_service.h"
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
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    FakeClock clock;
    FakeRandom random;
    LocalKeyService service{*store, random, clock};

    IssuedKey create(std::string name)
    {
        NewKey wanted;
        wanted.name = std::move(name);
        return must(service.create(wanted));
    }
    ErrorKind error_of_creating(const NewKey& wanted)
    {
        const auto result = service.create(wanted);
        REQUIRE(!result);
        return result.error().kind;
    }
    std::optional<Refusal> refusal(const IssuedKey& issued, std::string_view permission = "")
    {
        return must(service.verify(issued.secret.reveal(), permission)).refusal;
    }
};

NewKey named(std::string name)
{
    NewKey wanted;
    wanted.name = std::move(name);
    return wanted;
}

Permissions permissions(std::string_view text)
{
    return must(Permissions::parse(text));
}

constexpr std::optional<Refill> five_a_minute{
    Refill{.amount = 5, .interval = milliseconds{60'000}}};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a created key has the contract's defaults")
{
    const IssuedKey issued = create("ci");

    const ApiKey key = must(service.find("ci"));

    CHECK(key.id == issued.key.id);
    CHECK(key.enabled);
    CHECK(!key.expires_at);
    CHECK(key.rate_limit == RateLimit{.enabled = true, .max = 60, .window = milliseconds{60'000}});
    CHECK(!key.use.quota.remaining);
    CHECK(key.permissions == Permissions::defaults());
    CHECK(key.created_at == clock.now());
    CHECK(!key.organization_id.empty());
    CHECK(!key.user_id.empty());
}

TEST_CASE_FIXTURE(Fixture, "the issued secret works, and its start shows in the record")
{
    const IssuedKey issued = create("ci");

    CHECK(!refusal(issued));
    CHECK(issued.secret.reveal().starts_with(issued.key.start));
    CHECK(issued.key.start.size() < 12);
}

TEST_CASE_FIXTURE(Fixture, "the first key makes its organization, the next ones use it")
{
    CHECK(create("one").organization_created);
    CHECK(!create("two").organization_created);
    CHECK(must(service.find("one")).organization_id == must(service.find("two")).organization_id);
}

TEST_CASE_FIXTURE(Fixture, "a reference is an id, a name or a start")
{
    const IssuedKey issued = create("ci");

    CHECK(must(service.find(issued.key.id)).name == "ci");
    CHECK(must(service.find("ci")).id == issued.key.id);
    CHECK(must(service.find(issued.key.start)).id == issued.key.id);
}

TEST_CASE_FIXTURE(Fixture, "an ambiguous name is refused with its candidates")
{
    const IssuedKey first = create("ci");
    const IssuedKey second = create("ci");

    const auto result = service.find("ci");

    REQUIRE(!result);
    CHECK(result.error().kind == ErrorKind::conflict);
    CHECK(result.error().message.find(first.key.id) != std::string::npos);
    CHECK(result.error().message.find(second.key.id) != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a misspelt name is answered with the one meant")
{
    create("deploy");

    const auto result = service.find("depoly");

    REQUIRE(!result);
    CHECK(result.error().kind == ErrorKind::not_found);
    CHECK(result.error().hint.find("deploy") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a disabled key is refused, and passes again when enabled")
{
    const IssuedKey issued = create("ci");

    must(service.change("ci", {.enabled = false}));
    CHECK(refusal(issued) == Refusal::disabled);

    must(service.change("ci", {.enabled = true}));
    CHECK(!refusal(issued));
}

TEST_CASE_FIXTURE(Fixture, "a key dies at its expiry, not before, and stays in the store")
{
    NewKey wanted = named("ci");
    wanted.expires_at = clock.now() + milliseconds{1'000};
    const IssuedKey issued = must(service.create(wanted));

    clock.advance(milliseconds{999});
    CHECK(!refusal(issued));

    clock.advance(milliseconds{1});
    CHECK(refusal(issued) == Refusal::expired);
    CHECK(status_of(must(service.find("ci")), clock.now()) == KeyStatus::expired);
}

TEST_CASE_FIXTURE(Fixture, "an expiry can be moved and taken away")
{
    NewKey wanted = named("ci");
    wanted.expires_at = clock.now() + milliseconds{1'000};
    const IssuedKey issued = must(service.create(wanted));
    clock.advance(milliseconds{2'000});

    must(service.change("ci", {.expires_at = std::optional<Timestamp>{}}));

    CHECK(!refusal(issued));
}

TEST_CASE_FIXTURE(Fixture, "a revoked key is refused for ever and can no longer be changed")
{
    const IssuedKey issued = create("ci");

    must(service.revoke("ci"));
    must(service.revoke("ci"));

    CHECK(refusal(issued) == Refusal::revoked);
    CHECK(service.change("ci", {.enabled = true}).error().kind == ErrorKind::conflict);
    CHECK(status_of(must(service.find("ci")), clock.now()) == KeyStatus::revoked);
}

TEST_CASE_FIXTURE(Fixture, "a missing permission refuses without charging")
{
    const IssuedKey issued = create("ci");

    CHECK(refusal(issued, "keys.write") == Refusal::permission_missing);
    CHECK(!refusal(issued, "memory.read"));
    CHECK(must(service.find("ci")).use.request_count == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "the limit refuses the request after the last, and says when to come back")
{
    NewKey wanted = named("ci");
    wanted.rate_limit = {.enabled = true, .max = 2, .window = milliseconds{10'000}};
    const IssuedKey issued = must(service.create(wanted));
    CHECK(!refusal(issued));
    CHECK(!refusal(issued));

    const Verification refused = must(service.verify(issued.secret.reveal(), ""));

    CHECK(refused.refusal == Refusal::rate_limited);
    REQUIRE(refused.allowance);
    CHECK(refused.allowance->wait == milliseconds{5'000});
    clock.advance(milliseconds{5'000});
    CHECK(!refusal(issued));
}

TEST_CASE_FIXTURE(Fixture, "a changed limit starts full, an unchanged one does not")
{
    NewKey wanted = named("ci");
    wanted.rate_limit = {.enabled = true, .max = 1, .window = milliseconds{10'000}};
    const IssuedKey issued = must(service.create(wanted));
    CHECK(!refusal(issued));

    must(service.change("ci", {.rate_limit = wanted.rate_limit}));
    CHECK(refusal(issued) == Refusal::rate_limited);

    wanted.rate_limit.max = 2;
    must(service.change("ci", {.rate_limit = wanted.rate_limit}));
    CHECK(!refusal(issued));
    CHECK(!refusal(issued));
    CHECK(refusal(issued) == Refusal::rate_limited);
}

TEST_CASE_FIXTURE(Fixture, "a quota can be set, used up and lifted")
{
    const IssuedKey issued = create("ci");
    must(service.change("ci", {.quota = std::optional<std::int64_t>{1}}));

    CHECK(!refusal(issued));
    CHECK(refusal(issued) == Refusal::quota_exceeded);
    CHECK(status_of(must(service.find("ci")), clock.now()) == KeyStatus::exhausted);

    must(service.change("ci", {.quota = std::optional<std::int64_t>{}}));
    CHECK(!refusal(issued));
}

TEST_CASE_FIXTURE(Fixture, "a new quota keeps the refill, none takes it along")
{
    create("ci");
    must(service.change("ci", {.quota = std::optional<std::int64_t>{9}, .refill = five_a_minute}));

    CHECK(must(service.change("ci", {.quota = std::optional<std::int64_t>{7}})).refill ==
          five_a_minute);
    CHECK(!must(service.change("ci", {.quota = std::optional<std::int64_t>{}})).refill);
}

TEST_CASE_FIXTURE(Fixture, "a refill needs a quota, the key's own or one given beside it")
{
    create("ci");

    CHECK(service.change("ci", {.refill = five_a_minute}).error().kind == ErrorKind::invalid);
    must(service.change("ci", {.quota = std::optional<std::int64_t>{9}}));
    CHECK(must(service.change("ci", {.refill = five_a_minute})).use.quota.remaining == 9);
    CHECK(service.change("ci", {.quota = std::optional<std::int64_t>{}, .refill = five_a_minute})
              .error()
              .kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "a new refill takes nothing away that the old one owed")
{
    create("ci");
    must(service.change("ci", {.quota = std::optional<std::int64_t>{0}, .refill = five_a_minute}));
    clock.advance(milliseconds{60'000});

    const ApiKey key = must(service.change("ci", {.refill = std::optional<Refill>{}}));

    CHECK(key.use.quota.remaining == 5);
}

TEST_CASE_FIXTURE(Fixture, "permissions are set, then granted, then revoked")
{
    create("ci");

    must(
        service.change("ci", {.permissions = permissions("a.x,a.y"), .grant = permissions("b.z")}));
    const ApiKey key =
        must(service.change("ci", {.grant = permissions("c.z"), .revoke = permissions("a.x,c.z")}));

    CHECK(key.permissions.to_text() == "a.y,b.z");
}

TEST_CASE_FIXTURE(Fixture, "an unknown and a malformed secret are told apart here")
{
    create("ci");
    FakeRandom other{99};
    const Secret unknown = key_secret::make("az_", other);

    CHECK(must(service.verify(unknown.reveal(), "")).refusal == Refusal::unknown);
    CHECK(must(service.verify("az_short", "")).refusal == Refusal::malformed);
    CHECK(must(service.verify("", "")).refusal == Refusal::missing);
}

TEST_CASE_FIXTURE(Fixture, "input out of range is refused before anything is written")
{
    NewKey wanted = named("ok");
    wanted.rate_limit.max = 0;
    CHECK(error_of_creating(wanted) == ErrorKind::invalid);
    wanted = named("ok");
    wanted.refill = Refill{.amount = 1, .interval = milliseconds{1}};
    CHECK(error_of_creating(wanted) == ErrorKind::invalid);
    wanted = named("ok");
    wanted.expires_at = clock.now() + milliseconds{999};
    CHECK(error_of_creating(wanted) == ErrorKind::invalid);
    wanted = named("ok");
    wanted.metadata = "[1]";
    CHECK(error_of_creating(wanted) == ErrorKind::invalid);
    wanted = named("ok");
    wanted.prefix = "no spaces";
    CHECK(error_of_creating(wanted) == ErrorKind::invalid);

    CHECK(must(service.list({})).empty());
}

TEST_CASE_FIXTURE(Fixture, "a name has 1 to 32 printable characters, whatever their bytes")
{
    const std::string umlauts = "ääääääääääääääääääääääääääääääää";

    CHECK(create(umlauts).key.name == umlauts);
    CHECK(error_of_creating(named("")) == ErrorKind::invalid);
    CHECK(error_of_creating(named(umlauts + "x")) == ErrorKind::invalid);
    CHECK(error_of_creating(named("a\nb")) == ErrorKind::invalid);
    CHECK(error_of_creating(named("\xff\xfe")) == ErrorKind::invalid);
    CHECK(create("quotes \" and \\").key.name == "quotes \" and \\");
}

TEST_CASE_FIXTURE(Fixture, "a change keeps what it does not name")
{
    NewKey wanted = named("ci");
    wanted.metadata = R"({"team":"a"})";
    const IssuedKey issued = must(service.create(wanted));
    CHECK(!refusal(issued));

    const ApiKey changed = must(service.change("ci", {.name = "build"}));

    CHECK(changed.name == "build");
    CHECK(changed.metadata == wanted.metadata);
    CHECK(changed.use.request_count == 1);
    CHECK(changed.created_at == issued.key.created_at);
}

TEST_CASE_FIXTURE(Fixture, "usage of a key starts with thirty empty days")
{
    create("ci");

    const UsageSeries series = must(service.usage("ci"));

    CHECK(series.days.back().day == day_of(clock.now()));
    CHECK(series.days.front().day == day_of(clock.now()) - std::chrono::days{29});
    CHECK(series.summary.success == 0);
}

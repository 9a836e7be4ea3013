#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/keys_verify.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"
#include "core/store/sqlite/database.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/private_file.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using test::contains;

struct Fixture {
    void use_new_key(const test::Words& options = {})
    {
        console.set("AZEN_API_KEY", console.create_key("ci", options));
    }

    test::Console console;
};

}  // namespace

TEST_CASE("where the key comes from is read, but no key")
{
    const auto options = test::parse_as<keys_verify::parse>(
        "keys verify", {"--permission", "a.b", "--key-file", "f"});

    CHECK(options->permission == "a.b");
    CHECK(options->key_source.file == "f");
    CHECK_FALSE(
        test::parse_as<keys_verify::parse>("keys verify", {"--key-file", "f", "--key-stdin"})
            .has_value());
    CHECK_FALSE(test::parse_as<keys_verify::parse>("keys verify", {"something"}).has_value());
}

TEST_CASE_FIXTURE(Fixture, "a good key is accepted, and charged")
{
    use_new_key();

    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
    CHECK(console.out() == "accepted (ci)\n");
    console.run({"keys", "show", "ci", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("requestCount") == 1);
}

TEST_CASE_FIXTURE(Fixture, "a journal that grew long without a server is folded")
{
    use_new_key({"--rate", "none"});
    console.run({"keys", "verify"});
    {
        const auto store = test::must(open_sqlite_store(console.store()));
        const SecretHash hash = key_secret::hash(console.variable("AZEN_API_KEY"));
        for (int i = 0; i < 1'000; ++i) {
            const auto transaction = test::must(store->begin(Durability::process_crash));
            LiveSecret found;
            test::must(transaction->keys().find_live({&hash, 1}, {&found, 1}));
            transaction->keys().record_use(*found.key, found.key->use());
            test::must(transaction->commit());
        }
    }
    const auto folded_through = [&] {
        sqlite::Database database{console.store(), SQLite::OPEN_READONLY, std::chrono::seconds{5}};
        sqlite::Query state{database, "SELECT folded_through FROM journal_fold"};
        state.step();
        return state.integer(0);
    };
    REQUIRE(folded_through() == 0);

    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);

    CHECK(folded_through() > 1'000);
    console.run({"keys", "show", "ci", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("requestCount") == 2);
}

TEST_CASE_FIXTURE(Fixture, "a key is refused for the reason that is printed")
{
    use_new_key();

    console.run({"keys", "disable", "ci"});
    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(console.out() == "refused: disabled (ci)\n");
    console.run({"keys", "enable", "ci"});
    CHECK(console.run({"keys", "verify", "--permission", "keys.write"}) == ExitStatus::negative);
    CHECK(console.out() == "refused: permission_missing (ci)\n");
    console.run({"keys", "expire", "ci", "now"});
    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(console.out() == "refused: expired (ci)\n");
}

TEST_CASE_FIXTURE(Fixture, "a key that nobody knows, or that is none, is refused")
{
    use_new_key();
    test::Console stranger;

    console.set("AZEN_API_KEY", stranger.create_key("other", {"--prefix", "xx_"}));
    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(console.out() == "refused: unknown\n");
    console.set("AZEN_API_KEY", "nonsense");
    CHECK(console.run({"keys", "verify"}) == ExitStatus::negative);
    CHECK(console.out() == "refused: malformed\n");
}

TEST_CASE_FIXTURE(Fixture, "over its limit a key is refused with a status of its own, and a time")
{
    use_new_key({"--rate", "1/min"});

    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
    CHECK(console.run({"keys", "verify"}) == ExitStatus::rate_limited);
    CHECK(console.out() == "refused: rate_limited (ci); passes again in 1m\n");
    console.clock.advance(std::chrono::minutes{1});
    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
}

TEST_CASE_FIXTURE(Fixture, "an empty quota is a limit too")
{
    use_new_key({"--quota", "0"});

    CHECK(console.run({"keys", "verify"}) == ExitStatus::rate_limited);
    CHECK(contains(console.out(), "refused: quota_exceeded"));
}

TEST_CASE("a permission that no key could hold is a mistake, not a refusal")
{
    const auto parse = [](const std::string& permission) {
        return test::parse_as<keys_verify::parse>("keys verify", {"--permission", permission});
    };

    CHECK(parse("orders.read").has_value());
    for (const char* wrong : {"orders", "orders.", "a.b,c.d"}) {
        CAPTURE(wrong);
        CHECK(parse(wrong).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE_FIXTURE(Fixture, "the key may come from a file or standard input")
{
    const std::string secret = console.create_key("ci");
    test::write_private(console.home() / "key", secret + "\n");
    console.type(secret + "\n");

    CHECK(console.run({"keys", "verify", "--key-file", (console.home() / "key").string()}) ==
          ExitStatus::ok);
    CHECK(console.run({"keys", "verify", "--key-stdin"}) == ExitStatus::ok);
}

TEST_CASE("a moment is a length of time from now, a date or a timestamp")
{
    const auto at = [](const std::string& text) {
        return test::parse_as<keys_verify::parse>("keys verify", {"--at", text});
    };

    CHECK(at("1h")->at == test::FakeClock::default_start + std::chrono::hours{1});
    CHECK(at("2026-01-15T10:30:00Z")->at == test::FakeClock::default_start);
    CHECK(at("soon").error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "an explanation shows the checks and charges nothing")
{
    use_new_key({"--rate", "1/min"});

    CHECK(console.run({"keys", "verify", "--explain"}) == ExitStatus::ok);
    CHECK(contains(console.out(), "1 of 1 tokens"));
    CHECK(contains(console.out(), "it would be accepted"));
    CHECK(console.run({"keys", "verify"}) == ExitStatus::ok);
    CHECK(console.run({"keys", "verify", "--explain"}) == ExitStatus::rate_limited);
    CHECK(contains(console.out(), "rate limit   failed"));
}

TEST_CASE_FIXTURE(Fixture, "another moment can be decided for, and charges nothing")
{
    use_new_key({"--expires", "1d"});

    CHECK(console.run({"keys", "verify", "--at", "23h"}) == ExitStatus::ok);
    CHECK(console.out() == "at 2026-01-16T09:30:00.000Z it would be accepted (ci)\n");
    CHECK(console.run({"keys", "verify", "--at", "1d"}) == ExitStatus::negative);
    console.run({"keys", "show", "ci", "--output", "json"});
    CHECK(nlohmann::json::parse(console.out()).at("requestCount") == 0);
}

TEST_CASE_FIXTURE(Fixture, "no key at all is a missing credential")
{
    console.create_key("ci");

    CHECK(console.run({"keys", "verify"}) == ExitStatus::refused);
    CHECK(console.out().empty());
}

TEST_CASE_FIXTURE(Fixture, "scripts get all that is known, accepted or refused")
{
    use_new_key({"--quota", "5"});

    console.run({"keys", "verify", "--output", "json"});
    test::check_golden("tests/golden/json/verification.json", console.out());
    console.set("AZEN_API_KEY", "nonsense");
    console.run({"keys", "verify", "--output", "json"});
    test::check_golden("tests/golden/json/verification-refused.json", console.out());
}

}  // namespace azen::cli

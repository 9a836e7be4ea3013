#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/secret_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::contains;

constexpr Timestamp now = test::FakeClock::default_start;

SecretHash hash_of(std::string_view text)
{
    return key_secret::hash(text);
}

/// Four secrets: one revoked, one whose grace is over though no row says so, one retiring and in
/// use, and the active one.
KeyHistory sample()
{
    KeyHistory history;
    history.key.id = "the-id";
    history.key.name = "ci";
    history.key.created_at = now - 96h;
    history.secrets = {{.hash = hash_of("1"), .start = "az_1111", .state = SecretState::revoked},
                       {.hash = hash_of("2"),
                        .start = "az_2222",
                        .state = SecretState::retiring,
                        .not_after = now - 1h},
                       {.hash = hash_of("3"),
                        .start = "az_3333",
                        .state = SecretState::retiring,
                        .not_after = now + 20h,
                        .since = now - 4h},
                       {.hash = hash_of("4"), .start = "az_4444", .since = now - 4h}};
    history.retiring_uses = {{.secret = hash_of("3"),
                              .address = "10.0.0.7",
                              .agent = "curl/8.0",
                              .requests = 12,
                              .last_at = now - 3min}};
    return history;
}

std::string shown(const Output& output)
{
    test::Console console;
    console.with_context([&output](Context& context) {
        print_key_history(context, sample(), output);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("people see where the secrets stand, and who still uses the retiring one")
{
    const std::string text = shown({});

    CHECK(
        contains(text, "secret        az_4444… active since 2026-01-15T06:30:00.000Z (4h ago)\n"));
    CHECK(contains(text,
                   "secret        az_3333… retiring until 2026-01-16T06:30:00.000Z (in 20h)\n"));
    CHECK(contains(text,
                   "  used by     10.0.0.7, curl/8.0: 12 requests, the last "
                   "2026-01-15T10:27:00.000Z (3m ago)\n"));
    CHECK(contains(text, "secrets       2 revoked\n"));
}

TEST_CASE("scripts see all secrets, the newest first, as they are at that moment")
{
    test::check_golden("tests/golden/json/key-details.json", shown({.format = OutputFormat::json}));
}

TEST_CASE("a client that does not name itself is described all the same")
{
    const SecretUse use{.address = "::1", .agent = "", .requests = 1, .last_at = now};

    CHECK(describe_use(use, now) ==
          "::1, no agent named: 1 request, the last 2026-01-15T10:30:00.000Z (now)");
}

TEST_CASE("a retiring secret whose time is over counts as revoked before a row says so")
{
    const KeySecret secret{.state = SecretState::retiring, .not_after = now};

    CHECK(state_at(secret, now - 1ms) == SecretState::retiring);
    CHECK(state_at(secret, now) == SecretState::revoked);
}

}  // namespace azen::cli

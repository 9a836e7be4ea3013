#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/explanation_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using test::contains;
using namespace std::chrono_literals;

constexpr Timestamp now = test::FakeClock::default_start;

// A key that uses all there is, three requests into its bucket.
Explanation sample()
{
    ApiKey key;
    key.id = "the-id";
    key.name = "ci";
    key.organization_id = "the-organization";
    key.user_id = "the-user";
    key.expires_at = now + 24h;
    key.refill = Refill{.amount = 1'000, .interval = 24h};
    key.permissions = Permissions::defaults();
    Explanation explanation{.at = now, .checks = explain({}, {}, true, now), .key = key};
    explanation.secret_state = SecretState::retiring;
    explanation.secret_not_after = now + 2h;
    explanation.use.bucket = {.missing = 180'000, .updated_at = now};
    explanation.use.quota = {.remaining = 12, .last_refill_at = now - 1h};
    explanation.allowance =
        Allowance{.rate_limited = true, .tokens = 56, .quota_remaining = 11, .wait = 0ms};
    return explanation;
}

std::string shown(const Explanation& explanation,
                  const Output& output = {},
                  std::string_view permission = "memory.read")
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_explanation(context, explanation, permission, output);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("people see every check, what it looked at, and the verdict")
{
    test::check_golden("tests/golden/text/explanation.txt", shown(sample()));
}

TEST_CASE("scripts get every check, the bucket, the quota and the wait")
{
    test::check_golden("tests/golden/json/explanation.json", shown(sample(), {OutputFormat::json}));
}

TEST_CASE("a secret without a key has every field all the same")
{
    Explanation unknown{
        .at = now, .refusal = Refusal::unknown, .checks = explain_absence(Refusal::unknown)};

    test::check_golden("tests/golden/json/explanation-unknown.json",
                       shown(unknown, {OutputFormat::json}));
    CHECK(contains(shown(unknown), "known        failed\n"));
    CHECK(contains(shown(unknown), "enabled      not reached\n"));
}

TEST_CASE("the state of a secret is said in words")
{
    Explanation explanation = sample();

    CHECK(contains(shown(explanation), "this secret retires 2026-01-15T12:30:00.000Z (in 2h)"));
    explanation.secret_state = SecretState::pending;
    CHECK(contains(shown(explanation), "waits for its first use"));
    explanation.secret_state = SecretState::active;
    CHECK(contains(shown(explanation), "the current one"));
    explanation.secret_state = SecretState::revoked;
    CHECK(contains(shown(explanation), "this secret of it was revoked"));
    explanation.key->revoked_at = now;
    CHECK(contains(shown(explanation), "the key was revoked 2026-01-15"));
}

TEST_CASE("what a key does not have is said, not left out")
{
    Explanation explanation = sample();
    explanation.key->expires_at.reset();
    explanation.key->user_id.clear();
    explanation.key->rate_limit.enabled = false;
    explanation.use.quota.remaining.reset();

    const std::string text = shown(explanation, {}, "");
    CHECK(contains(text, "never expires"));
    CHECK(contains(text, "user missing"));
    CHECK(contains(text, "no rate limit"));
    CHECK(contains(text, "no quota"));
    CHECK(contains(text, "none was asked for"));
}

TEST_CASE("a verdict that time changes says when")
{
    Explanation explanation = sample();
    explanation.refusal = Refusal::rate_limited;
    explanation.allowance = Allowance{.wait = 1s};
    test::Console console;

    console.with_context([&](Context& context) {
        print_dry_verdict(context, explanation, {});
        return 0;
    });

    CHECK(
        console.out() ==
        "at 2026-01-15T10:30:00.000Z it would be refused: rate_limited (ci); passes again in 1s\n");
}

}  // namespace azen::cli

#include <array>

#include <doctest/doctest.h>

#include "cli/output/key_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using test::contains;

constexpr Timestamp now = test::FakeClock::default_start;

ApiKey sample()
{
    ApiKey key;
    key.id = "the-id";
    key.name = "ci";
    key.start = "az_1a2b";
    key.created_at = now - std::chrono::days{3};
    key.use.quota.last_refill_at = key.created_at;
    return key;
}

std::string shown(const ApiKey& key)
{
    test::Console console;
    console.with_context([&key](Context& context) {
        print_fields(context.out, fields_of(key, now));
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("people are shown times with how far off they are")
{
    ApiKey key = sample();
    key.expires_at = now + std::chrono::days{6};

    CHECK(contains(shown(key), "expires       2026-01-21T10:30:00.000Z (in 6d)\n"));
    CHECK(contains(shown(key), "created       2026-01-12T10:30:00.000Z (3d ago)\n"));
    CHECK(contains(shown(key), "last request  never\n"));
}

TEST_CASE("people are shown limits as they would type them")
{
    ApiKey key = sample();
    key.rate_limit = {.enabled = true, .max = 5, .window = std::chrono::seconds{2}};
    key.use.quota.remaining = 7;
    key.refill = Refill{.amount = 10, .interval = std::chrono::hours{24}};

    CHECK(contains(shown(key), "rate limit    5/2s\n"));
    CHECK(contains(shown(key), "quota         7 left, refilled to 10/1d\n"));
}

TEST_CASE("a key is shown to people as agreed on")
{
    ApiKey key = sample();
    key.prefix = "az_";
    key.user_id = "the-user";
    key.organization_id = "the-organization";
    key.permissions = Permissions::defaults();
    key.metadata = R"({"team":"search"})";
    key.expires_at = now + std::chrono::days{90};
    key.use.quota.remaining = 7;
    key.use.request_count = 12;
    key.use.last_request = now - std::chrono::minutes{3};

    test::check_golden("tests/golden/text/key.txt", shown(key));
}

TEST_CASE("keys are listed to people as agreed on")
{
    ApiKey disabled = sample();
    disabled.name = "deploy";
    disabled.enabled = false;
    ApiKey expired = sample();
    expired.name = "a longer name";
    expired.expires_at = now - std::chrono::hours{1};
    const std::array keys{sample(), disabled, expired};
    test::Console console;

    console.with_context([&keys](Context& context) {
        print_keys(context, keys, {.number = 2, .limit = 3, .more = true}, {});
        return 0;
    });

    test::check_golden("tests/golden/text/keys.txt", console.out());
    CHECK(console.err() == "azen: there are more: --page 3 shows the next\n");
}

TEST_CASE("an empty first page means no keys, a later one that one went too far")
{
    test::Console console;
    const auto print_empty = [&console](std::int64_t page) {
        console.with_context([page](Context& context) {
            print_keys(context, {}, {.number = page}, {});
            return 0;
        });
        return console.err();
    };

    CHECK(print_empty(1) == "azen: there are no keys yet\n");
    CHECK(print_empty(2) == "azen: this page is empty\n");
    CHECK(console.out().empty());
}

TEST_CASE("every status is shown in a word")
{
    ApiKey disabled = sample();
    disabled.enabled = false;
    ApiKey expired = sample();
    expired.expires_at = now;
    ApiKey exhausted = sample();
    exhausted.use.quota.remaining = 0;
    ApiKey revoked = sample();
    revoked.revoked_at = now;

    CHECK(contains(shown(sample()), "status        active\n"));
    CHECK(contains(shown(disabled), "status        disabled\n"));
    CHECK(contains(shown(expired), "status        expired\n"));
    CHECK(contains(shown(exhausted), "status        exhausted\n"));
    CHECK(contains(shown(revoked), "status        revoked\n"));
}

TEST_CASE("a name cannot command the terminal")
{
    ApiKey key = sample();
    key.name = "evil\x1b]0;title\x07";

    CHECK_FALSE(contains(shown(key), "\x1b"));
    CHECK_FALSE(contains(shown(key), "\x07"));
}

}  // namespace azen::cli

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "server/app/sign_in_throttle.h"
#include "support/fake_clock.h"

namespace azen::server {

namespace {

constexpr Timestamp now = test::FakeClock::default_start;

RateLimit a_minute(std::int64_t max)
{
    return {.enabled = true, .max = max, .window = milliseconds{60'000}};
}

/// Tries one after the other, each over before the next.
int passed(SignInThrottle& throttle, const std::vector<std::string>& addresses, std::string account)
{
    int count = 0;
    for (const std::string& address : addresses) {
        count += throttle.begin(address, account, now) ? 1 : 0;
    }
    return count;
}

std::vector<std::string> addresses(int count)
{
    std::vector<std::string> all;
    for (int i = 0; i < count; ++i) {
        all.push_back("10.0.0." + std::to_string(i));
    }
    return all;
}

}  // namespace

TEST_CASE("one address makes so many guesses at an account, and another its own")
{
    SignInThrottle throttle{{.per_address = a_minute(100), .per_guesser = a_minute(5)}};
    const std::vector<std::string> same(20, "10.0.0.1");

    CHECK(passed(throttle, same, "ann@example.org") == 5);
    CHECK(passed(throttle, addresses(1), "ann@example.org") == 1);
    CHECK(passed(throttle, same, "bob@example.org") == 5);
}

TEST_CASE("an account that is guessed at from everywhere slows each guesser, and locks nobody out")
{
    SignInThrottle throttle{{.per_account = a_minute(5), .when_slowed = a_minute(1)}};
    CHECK(passed(throttle, addresses(5), "ann") == 5);

    CHECK(passed(throttle, addresses(5), "ann") == 0);
    CHECK(throttle.begin("10.0.1.1", "ann", now).has_value());
    CHECK_FALSE(throttle.begin("10.0.1.1", "ann", now).has_value());
    CHECK(throttle.begin("10.0.1.1", "bob", now).has_value());
}

TEST_CASE("IPv4 clients of an IPv6 socket are told apart")
{
    SignInThrottle throttle{{.per_address = a_minute(5), .per_account = a_minute(100)}};

    CHECK(passed(throttle, std::vector<std::string>(9, "::ffff:10.0.0.1"), "ann") == 5);
    CHECK(passed(throttle, std::vector<std::string>(9, "::ffff:10.0.0.2"), "ann") == 5);
    CHECK(passed(throttle, {"10.0.0.1"}, "ann") == 0);
}

TEST_CASE("what an address may not try makes nobody forget what others have tried")
{
    SignInThrottle throttle{
        {.per_address = a_minute(5), .per_account = a_minute(5), .most_known = 8}};
    passed(throttle, addresses(5), "ann");

    for (int i = 0; i < 20; ++i) {
        static_cast<void>(throttle.begin("10.0.9.9", "flood" + std::to_string(i), now));
    }

    CHECK_FALSE(throttle.begin("10.0.0.4", "ann", now).has_value());
}

TEST_CASE("what finds no place makes nobody forget what others have tried")
{
    SignInThrottle throttle{{.per_address = a_minute(100),
                             .per_guesser = a_minute(5),
                             .most_known = 3,
                             .most_at_once = 1}};
    CHECK(passed(throttle, std::vector<std::string>(9, "10.0.0.1"), "ann@example.org") == 5);

    const auto only_place = throttle.begin("10.0.0.2", "bob@example.org", now);
    REQUIRE(only_place.has_value());
    for (int i = 0; i < 9; ++i) {
        CHECK_FALSE(throttle.begin("10.0.0.3", "user" + std::to_string(i), now).has_value());
    }

    CHECK_FALSE(throttle.begin("10.0.0.1", "ann@example.org", now).has_value());
    CHECK(throttle.begin("10.0.0.1", "ann@example.org", now).error() > milliseconds{1'000});
}

TEST_CASE("an account that is left alone slows nobody any more")
{
    SignInThrottle throttle{{.per_account = a_minute(5), .when_slowed = a_minute(1)}};
    passed(throttle, addresses(5), "ann");
    REQUIRE_FALSE(throttle.begin("10.0.0.1", "ann", now).has_value());

    CHECK(throttle.begin("10.0.0.1", "ann", now + milliseconds{12'000}).has_value());
}

TEST_CASE("one address makes so many guesses, at whichever accounts")
{
    SignInThrottle throttle{{.per_address = a_minute(5), .per_account = a_minute(100)}};
    int count = 0;
    for (int i = 0; i < 20; ++i) {
        count += throttle.begin("10.0.0.1", "user" + std::to_string(i), now) ? 1 : 0;
    }

    CHECK(count == 5);
    CHECK(throttle.begin("10.0.0.2", "user0", now).has_value());
}

TEST_CASE("guesses come back with time, and the wait says when")
{
    SignInThrottle throttle{{.per_address = a_minute(100), .per_guesser = a_minute(2)}};
    CHECK(passed(throttle, {"10.0.0.1", "10.0.0.1"}, "ann") == 2);

    const auto refused = throttle.begin("10.0.0.1", "ann", now);

    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error() == milliseconds{30'000});
    CHECK_FALSE(throttle.begin("10.0.0.1", "ann", now + milliseconds{29'999}).has_value());
    CHECK(throttle.begin("10.0.0.1", "ann", now + milliseconds{30'000}).has_value());
}

TEST_CASE("a refused guess costs nothing, so waiting long enough always helps")
{
    SignInThrottle throttle{{.per_address = a_minute(1), .per_account = a_minute(2)}};
    CHECK(throttle.begin("10.0.0.1", "ann", now).has_value());
    for (int i = 0; i < 10; ++i) {
        CHECK_FALSE(throttle.begin("10.0.0.1", "ann", now).has_value());
    }

    CHECK(throttle.begin("10.0.0.2", "ann", now).has_value());
}

TEST_CASE("an IPv6 client is its network")
{
    SignInThrottle throttle{{.per_address = a_minute(2), .per_account = a_minute(100)}};

    CHECK(passed(throttle, {"2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:3:4:5:6"}, "a") ==
          2);
    CHECK(throttle.begin("2001:db8:1:3::1", "a", now).has_value());
    CHECK(throttle.begin("unix", "a", now).has_value());
}

TEST_CASE("a site of many IPv6 networks makes so many guesses")
{
    SignInThrottle throttle{{.per_site = a_minute(5)}};
    std::vector<std::string> site;
    for (int network = 0; network < 20; ++network) {
        site.push_back("2001:db8:1:" + std::to_string(network) + "::1");
    }

    CHECK(passed(throttle, site, "a") == 5);
    CHECK(throttle.begin("2001:db8:2::1", "a", now).has_value());
    CHECK(passed(throttle, addresses(10), "a") == 10);
}

TEST_CASE("a few failures an hour at an account are recorded")
{
    SignInThrottle throttle;
    const auto recorded = [&](std::string_view account, Timestamp when) {
        int count = 0;
        for (int i = 0; i < 100; ++i) {
            count += throttle.is_to_record(account, when) ? 1 : 0;
        }
        return count;
    };

    CHECK(recorded("ann", now) == 10);
    CHECK(recorded("bob", now) == 10);
    CHECK(recorded("ann", now + std::chrono::minutes{12}) == 2);
    CHECK(recorded("ann", now + std::chrono::hours{24}) == 10);
}

TEST_CASE("only so many checks are under way at once")
{
    SignInThrottle throttle{{.most_at_once = 2}};
    {
        const auto one = throttle.begin("10.0.0.1", "a", now);
        const auto two = throttle.begin("10.0.0.2", "b", now);
        CHECK(one.has_value());
        CHECK(two.has_value());
        const auto three = throttle.begin("10.0.0.3", "c", now);
        CHECK(three.error() == milliseconds{1'000});
    }

    CHECK(throttle.begin("10.0.0.3", "c", now).has_value());
}

TEST_CASE("of those that are under way one site may have a few")
{
    SignInThrottle throttle{{.most_at_once = 10, .most_at_once_of_site = 2}};
    const auto one = throttle.begin("2001:db8:1:1::1", "a", now);
    const auto two = throttle.begin("2001:db8:1:2::1", "b", now);
    {
        const auto of_other = throttle.begin("10.0.0.1", "c", now);
        CHECK(one.has_value());
        CHECK(two.has_value());
        CHECK(of_other.has_value());
        CHECK_FALSE(throttle.begin("2001:db8:1:3::1", "c", now).has_value());
    }

    CHECK(throttle.begin("10.0.0.1", "c", now).has_value());
    CHECK_FALSE(throttle.begin("2001:db8:1:3::1", "c", now).has_value());
}

TEST_CASE("what it remembers is bounded: the one seen longest ago goes first")
{
    SignInThrottle throttle{
        {.per_address = a_minute(100), .per_guesser = a_minute(1), .most_known = 2}};
    CHECK(throttle.begin("x", "a", now).has_value());
    CHECK(throttle.begin("x", "b", now).has_value());
    CHECK_FALSE(throttle.begin("x", "a", now).has_value());

    CHECK(throttle.begin("x", "c", now).has_value());

    CHECK_FALSE(throttle.begin("x", "a", now).has_value());
    CHECK(throttle.begin("x", "b", now).has_value());
}

}  // namespace azen::server

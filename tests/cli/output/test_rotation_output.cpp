#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/rotation_output.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::contains;

constexpr Timestamp now = test::FakeClock::default_start;

BegunRotation sample(Displaced displaced)
{
    BegunRotation begun{.key = {}, .secret = Secret{"az_secret"}};
    begun.key.id = "the-id";
    begun.key.name = "ci";
    begun.hash = key_secret::hash("az_secret");
    begun.displaced = displaced;
    return begun;
}

/// The new secret, and the old one retiring.
KeyHistory after(const BegunRotation& begun)
{
    KeyHistory history{.key = begun.key};
    history.secrets = {{.start = "az_old0", .state = SecretState::retiring, .not_after = now + 1h},
                       {.hash = begun.hash, .start = "az_new0", .state = SecretState::active}};
    return history;
}

std::string told(Succession succession, Displaced displaced)
{
    test::Console console;
    const BegunRotation begun = sample(displaced);
    console.with_context([&](Context& context) {
        print_rotation(context,
                       {.begun = begun, .succession = succession, .grace = 1h},
                       after(begun),
                       "the secret is in ci.key now");
        return 0;
    });
    return console.err();
}

}  // namespace

TEST_CASE("a rotation tells of both secrets by their starts, and where the new one is")
{
    const std::string text = told(Succession::grace_from_now, Displaced::nothing);

    CHECK(text ==
          "azen: rotated key ci (id the-id); its new secret starts with az_new0\n"
          "azen: the old secret az_old0… works until 2026-01-15T11:30:00.000Z (in 1h)\n"
          "azen: the secret is in ci.key now\n");
}

TEST_CASE("what becomes of the old secret depends on how the new one succeeds it")
{
    CHECK(contains(told(Succession::on_first_use, Displaced::nothing),
                   "the old secret works on, and for 1h after the new one's first use"));
    CHECK(contains(told(Succession::at_once, Displaced::nothing), "the old secret is revoked"));
}

TEST_CASE("what was in the way of a rotation is told")
{
    CHECK(contains(told(Succession::on_first_use, Displaced::pending), "never used is dropped"));
    CHECK(contains(told(Succession::on_first_use, Displaced::retiring), "grace period"));
}

TEST_CASE("as JSON a rotation has its secret, or null when there is none to show")
{
    const BegunRotation begun = sample(Displaced::retiring);
    const RotationReport report{.begun = begun, .succession = Succession::at_once, .grace = 1s};

    const auto json = rotation_object(report, "az_secret", now);

    CHECK(json.at("schema") == "azen.rotation/v1");
    CHECK(json.at("key") == "az_secret");
    CHECK(json.at("rotated") == true);
    CHECK(json.at("displaced") == "retiring");
    CHECK(json.at("succession") == "at_once");
    CHECK(json.at("graceMs") == 1000);
    CHECK(json.at("id") == "the-id");
    CHECK(rotation_object(report, {}, now).at("key").is_null());
}

}  // namespace azen::cli

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/record_kind.h"
#include "cli/output/verdict_output.h"

namespace azen::cli {
namespace {

struct Fixture {
    Fixture() { key.emplace().name = "ci"; }

    VerdictView view() const { return {.refusal = refusal, .key = key, .allowance = allowance}; }

    std::optional<Refusal> refusal;
    std::optional<ApiKey> key;
    std::optional<Allowance> allowance;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a verdict names the key that it is about")
{
    CHECK(verdict_text(view()) == "accepted (ci)");

    refusal = Refusal::disabled;
    CHECK(verdict_text(view()) == "refused: disabled (ci)");

    key.reset();
    refusal = Refusal::unknown;
    CHECK(verdict_text(view()) == "refused: unknown");
}

TEST_CASE_FIXTURE(Fixture, "what a limit refused says when it passes again")
{
    refusal = Refusal::rate_limited;
    allowance.emplace().wait = milliseconds{1'500};

    CHECK(verdict_text(view()) == "refused: rate_limited (ci); passes again in 1s500ms");
}

TEST_CASE_FIXTURE(Fixture, "an allowance is shown where a limit had a say, and is null elsewhere")
{
    auto json = verdict_json(view());
    CHECK(json.at("accepted") == true);
    CHECK(json.at("requestsLeft").is_null());
    CHECK(json.at("quotaRemaining").is_null());
    CHECK(json.at("waitMs").is_null());

    allowance = Allowance{.rate_limited = true, .tokens = 7, .quota_remaining = 3};
    json = verdict_json(view());
    CHECK(json.at("requestsLeft") == 7);
    CHECK(json.at("quotaRemaining") == 3);
}

TEST_CASE("of a secret that led nowhere every field is there, and null")
{
    const auto json =
        verdict_json({.refusal = Refusal::unknown, .key = std::nullopt, .allowance = std::nullopt});

    CHECK(json.size() == kind::verification.fields.size());
    CHECK(json.at("reason") == "unknown");
    CHECK(json.at("apiKeyId").is_null());
}

}  // namespace azen::cli

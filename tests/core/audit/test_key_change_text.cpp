#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/audit/key_change_text.h"
#include "support/sample_keys.h"

using namespace azen;
using namespace azen::test;
using nlohmann::json;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};

KeySecrets sample_secrets()
{
    return {sample_secret("secret-ci")};
}

KeySecret fresh_secret()
{
    KeySecret secret = sample_secret("secret-new");
    secret.start = "az_new";
    secret.grace = milliseconds{1'000};
    return secret;
}

}  // namespace

TEST_CASE("only what differs is told, as it was and as it is")
{
    const ApiKey before = sample_key("ci");
    ApiKey after = before;
    after.name = "deploy";
    after.enabled = false;

    const json change = json::parse(key_change_text::between(before, after));

    CHECK(change == json{{"before", {{"name", "ci"}, {"enabled", true}}},
                         {"after", {{"name", "deploy"}, {"enabled", false}}}});
    CHECK(key_change_text::action(before, after) == "key.update");
}

TEST_CASE("what requests count, and the time of writing, are no change")
{
    const ApiKey before = sample_key("ci");
    ApiKey after = before;
    after.use.request_count = 7;
    after.use.last_request = now;
    after.updated_at = now;

    CHECK(key_change_text::between(before, after).empty());
}

TEST_CASE("a quota that was set is a change")
{
    const ApiKey before = sample_key("ci");
    ApiKey after = before;
    after.use.quota.remaining = 10;

    CHECK(json::parse(key_change_text::between(before, after)).at("after") ==
          json{{"remaining", 10}});
}

TEST_CASE("revoking is told from other changes")
{
    const ApiKey before = sample_key("ci");
    ApiKey after = before;
    after.revoked_at = now;

    CHECK(key_change_text::action(before, after) == "key.revoke");
    CHECK(key_change_text::action(after, after) == "key.update");
}

TEST_CASE("a new key is told with all of its fields, an erased one too")
{
    const ApiKey key = sample_key("ci");

    CHECK(json::parse(key_change_text::of_new(key)).at("after").at("name") == "ci");
    CHECK(json::parse(key_change_text::of_erased(key)).at("before").at("rateLimitMax") == 60);
}

TEST_CASE("a name that is no UTF-8 is told all the same")
{
    ApiKey key = sample_key("ci");
    key.name = "\xff";

    CHECK(json::accept(key_change_text::of_new(key)));
}

TEST_CASE("each step of rotation has a name, and tells which secrets it moved")
{
    const KeySecrets original = sample_secrets();
    KeySecrets begun = original;
    rotation::begin(begun, fresh_secret(), now);
    KeySecrets activated = begun;
    rotation::activate(activated, hash_of("secret-new"), std::nullopt, now);
    KeySecrets finished = activated;
    rotation::finish(finished, now);
    KeySecrets aborted = begun;
    rotation::abort(aborted, now);

    CHECK(key_change_text::action(original, begun) == "key.rotate");
    CHECK(key_change_text::action(begun, activated) == "key.activate");
    CHECK(key_change_text::action(activated, finished) == "key.finish_rotation");
    CHECK(key_change_text::action(begun, aborted) == "key.abort_rotation");
    CHECK(
        json::parse(key_change_text::between(begun, activated)) ==
        json{
            {"before",
             {{"secrets",
               {{{"start", "az_"}, {"state", "active"}, {"notAfter", nullptr}},
                {{"start", "az_new"}, {"state", "pending"}, {"notAfter", nullptr}}}}}},
            {"after",
             {{"secrets",
               {{{"start", "az_"}, {"state", "retiring"}, {"notAfter", "2026-01-15T10:30:01.000Z"}},
                {{"start", "az_new"}, {"state", "active"}, {"notAfter", nullptr}}}}}}});
}

TEST_CASE("that a secret was delivered is no change of it")
{
    const KeySecrets before = sample_secrets();
    KeySecrets after = before;
    after.front().delivered = !after.front().delivered;

    CHECK(key_change_text::between(before, after).empty());
}

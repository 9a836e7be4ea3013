#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/argv_guard.h"
#include "core/key/key_secret.h"
#include "support/fake_random.h"

namespace azen::cli {
namespace {

std::string make_secret(std::string_view prefix)
{
    test::FakeRandom random;
    return std::string{key_secret::make(prefix, random).reveal()};
}

}  // namespace

TEST_CASE("a key is recognised as a word, as an option's value and amid a sentence")
{
    const std::string secret = make_secret("az_");

    CHECK(contains_secret(secret));
    CHECK(contains_secret("--name=" + secret));
    CHECK(contains_secret("my key is " + secret + ", keep it"));
    CHECK(contains_secret("azen-api-key:" + secret));
    CHECK(contains_secret("--" + secret));
}

TEST_CASE("a key with a prefix of its own is recognised by its checksum")
{
    const std::string secret = make_secret("acme-");

    CHECK(contains_secret(secret));
    CHECK(contains_secret("\"" + secret + "\""));
}

TEST_CASE("a key that was cut off is recognised still")
{
    CHECK(contains_secret(make_secret("az_").substr(0, 30)));
}

TEST_CASE("ordinary arguments hold no key")
{
    CHECK_FALSE(contains_secret(""));
    CHECK_FALSE(contains_secret("az_"));
    CHECK_FALSE(contains_secret("az_1a2b"));
    CHECK_FALSE(contains_secret("6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11"));
    CHECK_FALSE(contains_secret("memory.read,memory.write"));
    CHECK_FALSE(contains_secret("https://api.azen.sh/some/long/path/that/means/nothing"));
}

TEST_CASE("the refusal quotes nothing of the key and says what to do")
{
    const std::string secret = make_secret("az_");
    const std::vector<std::string> typed{"keys", "show", secret};

    const Result<void> refused = refuse_secrets(typed);

    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK(refused.error().message.find(secret.substr(3, 6)) == std::string::npos);
    CHECK(refused.error().hint.find("AZEN_API_KEY") != std::string::npos);
    CHECK(refused.error().hint.find(secret.substr(3, 6)) == std::string::npos);
}

TEST_CASE("a command line without a key passes")
{
    const std::vector<std::string> typed{"keys", "create", "ci", "--expires", "90d"};

    CHECK(refuse_secrets(typed).has_value());
}

}  // namespace azen::cli

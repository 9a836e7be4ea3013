#include <rapidcheck.h>

#include <string>

#include <doctest/doctest.h>

#include "core/scan/secret_matcher.h"
#include "support/fake_random.h"

using namespace azen;

namespace {

std::string make_secret(std::string_view prefix = "az_", std::uint64_t seed = 1)
{
    test::FakeRandom random{seed};
    return std::string{key_secret::make(prefix, random).reveal()};
}

// 64 letters as the hosted service draws them.
std::string hosted_secret()
{
    return "az_QWERTYuiopASDFGHjklzXCVBNMqwertyUIOPasdfghJKLZxcvbnmQaZwSxEdCrFv";
}

std::vector<std::string> found_in(const std::string& text)
{
    std::vector<std::string> secrets;
    for (const SecretMatch& match : find_secrets(text)) {
        secrets.push_back(text.substr(match.begin, match.length));
    }
    return secrets;
}

using Secrets = std::vector<std::string>;

}  // namespace

TEST_CASE("a hosted secret behind an escape is found as one behind a space is")
{
    const std::string text = "\"line\\n" + hosted_secret() + "\"";

    CHECK(found_in(text) == Secrets{hosted_secret()});
}

TEST_CASE("a secret is found alone, in a sentence, in code and in a shell's line")
{
    const std::string secret = make_secret();

    for (const std::string& text : {secret,
                                    "the key is " + secret + ".",
                                    "{\"key\":\"" + secret + "\"}",
                                    "AZEN_API_KEY=" + secret + "\n",
                                    "https://x.test/?k=" + secret + "&n=1"}) {
        CAPTURE(text.size());
        CHECK(found_in(text) == Secrets{secret});
    }
}

TEST_CASE("a secret of the default prefix is found amid letters")
{
    const std::string secret = make_secret();

    CHECK(found_in("x" + secret) == Secrets{secret});
    CHECK(found_in(secret + "x") == Secrets{secret});
    CHECK(found_in("key-" + secret + "_" + secret) == Secrets{secret, secret});
}

TEST_CASE("a secret with another prefix is found as a word by itself")
{
    const std::string secret = make_secret("acme_live-");
    const std::string longest = make_secret("a234567890b234567890c234567890_2");

    CHECK(found_in("key: " + secret + "\n") == Secrets{secret});
    CHECK(found_in(longest) == Secrets{longest});
    CHECK(found_in("\"\\n" + secret + "\"") == Secrets{secret});
}

TEST_CASE("a prefix that is no word's beginning leaves a shorter prefix, or nothing")
{
    CHECK(found_in(make_secret("acme_") + "x").empty());
}

TEST_CASE("what lacks the right checksum is no secret")
{
    std::string secret = make_secret();
    secret.back() = secret.back() == 'a' ? 'b' : 'a';

    CHECK(found_in(secret).empty());
    CHECK(found_in(make_secret().substr(0, 51)).empty());
    CHECK(found_in("az_" + std::string(49, 'a')).empty());
}

TEST_CASE("a secret of the hosted service is found by its form")
{
    const std::string secret = hosted_secret();
    REQUIRE(secret.size() == key_secret::hosted_length);

    const auto matches = find_secrets("key=" + secret + ";");

    REQUIRE(matches.size() == 1);
    CHECK(matches.front() ==
          SecretMatch{.begin = 4, .length = key_secret::hosted_length, .form = SecretForm::hosted});
}

TEST_CASE("what only looks like a hosted secret is none")
{
    CHECK(found_in("az_" + std::string(64, 'x')).empty());
    CHECK(found_in(hosted_secret() + "x").empty());
    CHECK(found_in("1" + hosted_secret()).empty());
    CHECK(found_in(hosted_secret() + "-x") == Secrets{hosted_secret()});
}

TEST_CASE("ordinary text, long words and nothing at all hold no secret")
{
    CHECK(found_in("").empty());
    CHECK(found_in("az_").empty());
    CHECK(found_in(std::string(100'000, 'a')).empty());
    CHECK(found_in(std::string(100'000, ' ')).empty());
    CHECK(found_in("az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az_az").empty());
}

TEST_CASE("wherever secrets stand among other words, each is found, and nothing else")
{
    CHECK(rc::check("a text of words and secrets", [] {
        std::string text;
        Secrets put_in;
        const int parts = *rc::gen::inRange(1, 12);
        for (int i = 0; i < parts; ++i) {
            text += *rc::gen::container<std::string>(
                rc::gen::element('a', 'Z', '_', '-', '\n', ' ', '=', '"', '\x80'));
            if (*rc::gen::arbitrary<bool>()) {
                put_in.push_back(make_secret("az_", *rc::gen::arbitrary<std::uint64_t>()));
                text += put_in.back();
            }
        }

        RC_ASSERT(found_in(text) == put_in);
    }));
}

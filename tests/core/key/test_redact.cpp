#include <string>

#include <doctest/doctest.h>

#include "core/key/key_secret.h"
#include "core/key/redact.h"
#include "support/fake_random.h"

using namespace azen;

namespace {

std::string secret(std::string_view prefix = "az_")
{
    test::FakeRandom random;
    return std::string{key_secret::make(prefix, random).reveal()};
}

std::string percent_encode(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char character : text) {
        const auto value = static_cast<unsigned char>(character);
        encoded += '%';
        encoded += digits[value >> 4U];
        encoded += digits[value & 15U];
    }
    return encoded;
}

}  // namespace

TEST_CASE("of a client as much is kept as tells it, in plain characters")
{
    CHECK(describe_agent("curl/8.0") == "curl/8.0");
    CHECK(describe_agent("a\x1b[2J\xff") == "a?[2J?");
    CHECK(describe_agent(secret()) == "[redacted]");
    CHECK(describe_agent(std::string(500, 'x')).size() == 200);
}

TEST_CASE("a text without a secret stays as it is")
{
    for (const std::string text : {"",
                                   "/",
                                   "/api/v1/memory/0b0e7d2c-3a3f-4b44-9d51-1c8f0e1f2a3b",
                                   "curl/7.88.1",
                                   "az_short",
                                   "100% of it%"}) {
        CHECK(!holds_secret(text));
        CHECK(redact_secrets(text) == text);
    }
}

TEST_CASE("a secret is replaced wherever it stands, what is around it is kept")
{
    CHECK(redact_secrets(secret()) == "[redacted]");
    CHECK(redact_secrets("/a/" + secret() + "/b") == "/a/[redacted]/b");
    CHECK(redact_secrets("key=" + secret() + ", other") == "key=[redacted], other");
    CHECK(redact_secrets(secret() + "/" + secret("my-")) == "[redacted]/[redacted]");
}

TEST_CASE("a secret with another prefix, and one that is cut off, are secrets too")
{
    CHECK(holds_secret("/x/" + secret("acme_prod-")));
    CHECK(holds_secret("/x/" + secret().substr(0, 30)));
    CHECK(holds_secret("prefix_" + secret()));
}

TEST_CASE("percent-encoding does not hide a secret")
{
    const std::string hidden = "/a/" + percent_encode(secret());
    const std::string half_hidden = "/a/%61" + secret().substr(1);

    CHECK(holds_secret(hidden));
    CHECK(redact_secrets(hidden) == "[redacted]");
    CHECK(redact_secrets(half_hidden) == "[redacted]");
}

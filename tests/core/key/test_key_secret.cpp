#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

#include "core/base/codec.h"
#include "core/key/key_secret.h"
#include "support/fake_random.h"

using namespace azen;

namespace {

// Bytes 0 to 31 after "az_", and 32 zero bytes after "my-app_2_": made by an independent program.
constexpr std::string_view counted = "az_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0xzhGc";
constexpr std::string_view zeros = "my-app_2_00000000000000000000000000000000000000000002XcGhU";

std::string hosted_secret()
{
    return "az_" + std::string(64, 'k');
}

std::string any_prefix()
{
    const std::string allowed{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"};
    const auto length = *rc::gen::inRange<std::size_t>(1, key_secret::max_prefix_length + 1);
    return *rc::gen::container<std::string>(length, rc::gen::elementOf(allowed));
}

// The memory of an object, with which a test can look behind its interface.
struct Storage {
    alignas(Secret) std::array<std::byte, sizeof(Secret)> bytes{};

    template <typename... Arguments>
    Secret* make(Arguments&&... arguments)
    {
        return std::construct_at(reinterpret_cast<Secret*>(bytes.data()),
                                 std::forward<Arguments>(arguments)...);
    }

    bool holds(std::string_view text) const
    {
        const volatile std::byte* const memory = bytes.data();
        std::string copy;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            copy += std::to_integer<char>(memory[i]);
        }
        return copy.find(text) != std::string::npos;
    }
};

// Short enough to lie inside a std::string itself.
constexpr std::string_view short_secret = "az_hush_hush";

}  // namespace

TEST_CASE("a made secret is prefix, 43 digits and the checksum of both")
{
    test::ConstantRandom random{std::byte{0}};

    CHECK(key_secret::make("my-app_2_", random).reveal() == zeros);
}

TEST_CASE("a made secret has 256 random bits, the first byte the most significant")
{
    struct Counting final : RandomSource {
        void fill(std::span<std::byte> bytes) override
        {
            for (std::size_t i = 0; i < bytes.size(); ++i) {
                bytes[i] = static_cast<std::byte>(i);
            }
        }
    } random;

    CHECK(key_secret::make("az_", random).reveal() == counted);
}

TEST_CASE("made secrets are well-formed whatever their prefix")
{
    CHECK(rc::check("make() gives what is_well_formed() accepts", [](std::uint64_t seed) {
        const std::string prefix = any_prefix();
        test::FakeRandom random{seed};

        const Secret secret = key_secret::make(prefix, random);

        RC_ASSERT(secret.reveal().starts_with(prefix));
        RC_ASSERT(secret.reveal().size() == prefix.size() + 49);
        RC_ASSERT(key_secret::is_well_formed(secret.reveal()));
        RC_ASSERT(key_secret::looks_like_secret(secret.reveal()));
    }));
}

TEST_CASE("made secrets are all different")
{
    SystemRandom random;
    std::set<std::string> seen;

    for (int i = 0; i < 1000; ++i) {
        seen.emplace(key_secret::make("az_", random).reveal());
    }

    CHECK(seen.size() == 1000);
}

TEST_CASE("any one changed character of a secret is noticed")
{
    CHECK(rc::check("the checksum covers every character", [](std::uint64_t seed) {
        test::FakeRandom random{seed};
        std::string text{key_secret::make(any_prefix(), random).reveal()};
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        const char other = *rc::gen::elementOf(std::string{base62_digits});
        RC_PRE(text[at] != other);

        text[at] = other;

        RC_ASSERT_FALSE(key_secret::is_well_formed(text));
    }));
}

TEST_CASE("a secret cut off or with something added is not well-formed")
{
    const std::string text{counted};
    REQUIRE(key_secret::is_well_formed(text));

    for (std::size_t length = 0; length < text.size(); ++length) {
        CHECK_FALSE(key_secret::is_well_formed(std::string_view{text}.substr(0, length)));
    }
    CHECK_FALSE(key_secret::is_well_formed(text + "0"));
    CHECK_FALSE(key_secret::is_well_formed(text + "\n"));
    CHECK_FALSE(key_secret::is_well_formed(" " + text));
    CHECK_FALSE(key_secret::is_well_formed(text.substr(3)));
}

TEST_CASE("a correct checksum does not excuse a wrong prefix")
{
    const auto with_checksum = [](const std::string& text) {
        std::uint32_t crc = crc32_of(text);
        std::array<std::byte, 4> bytes{};
        for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte, crc >>= 8U) {
            *byte = static_cast<std::byte>(crc & 0xFFU);
        }
        return text + format_base62(bytes, 6);
    };
    const std::string body(43, '7');

    CHECK(key_secret::is_well_formed(with_checksum("x" + body)));
    CHECK(key_secret::is_well_formed(with_checksum(std::string(32, 'x') + body)));
    CHECK_FALSE(key_secret::is_well_formed(with_checksum(body)));
    CHECK_FALSE(key_secret::is_well_formed(with_checksum(std::string(33, 'x') + body)));
    CHECK_FALSE(key_secret::is_well_formed(with_checksum("a.z" + body)));
    CHECK_FALSE(key_secret::is_well_formed(with_checksum("\xC3\xA9_" + body)));
    CHECK_FALSE(key_secret::is_well_formed(with_checksum("az_" + body.substr(1) + "_")));
}

TEST_CASE("secrets of the hosted service are well-formed without a checksum")
{
    CHECK(key_secret::is_well_formed(hosted_secret()));
    CHECK(key_secret::is_well_formed("az_" + std::string(32, 'A') + std::string(32, 'z')));
}

TEST_CASE("a secret's form tells who made it, and where its prefix ends")
{
    test::FakeRandom random;
    const Secret own = key_secret::make("acme_", random);

    CHECK(key_secret::form_of(own.reveal()) == SecretForm::checksummed);
    CHECK(key_secret::form_of(hosted_secret()) == SecretForm::hosted);
    CHECK(key_secret::form_of("az_nothing") == std::nullopt);
    CHECK(key_secret::prefix_of(own.reveal()) == "acme_");
    CHECK(key_secret::prefix_of(hosted_secret()) == "az_");
}

TEST_CASE("only the default prefix and exactly 64 letters make a hosted secret")
{
    CHECK_FALSE(key_secret::is_well_formed(hosted_secret() + "k"));
    CHECK_FALSE(key_secret::is_well_formed("az_" + std::string(63, 'k')));
    CHECK_FALSE(key_secret::is_well_formed("az-" + std::string(64, 'k')));
    CHECK_FALSE(key_secret::is_well_formed("az_" + std::string(63, 'k') + "1"));
    CHECK_FALSE(key_secret::is_well_formed("az_" + std::string(63, 'k') + "_"));
}

TEST_CASE("what resembles a secret is recognised, also cut off or with something around it")
{
    CHECK(key_secret::looks_like_secret(counted));
    CHECK(key_secret::looks_like_secret(zeros));
    CHECK(key_secret::looks_like_secret(hosted_secret()));
    CHECK(key_secret::looks_like_secret("az_01234567890123456789"));
    CHECK(key_secret::looks_like_secret("azen-api-key: " + hosted_secret()));
    CHECK(key_secret::looks_like_secret("az_short az_01234567890123456789"));
    CHECK(key_secret::looks_like_secret("az_az_01234567890123456789"));
}

TEST_CASE("ordinary words do not look like secrets")
{
    CHECK_FALSE(key_secret::looks_like_secret(""));
    CHECK_FALSE(key_secret::looks_like_secret("az_"));
    CHECK_FALSE(key_secret::looks_like_secret("az_0123456789012345678"));
    CHECK_FALSE(key_secret::looks_like_secret("az_0123456789-0123456789"));
    CHECK_FALSE(key_secret::looks_like_secret("0190b6a2-7c1e-4def-8abc-0123456789ab"));
    CHECK_FALSE(key_secret::looks_like_secret(std::string(64, 'k')));
}

TEST_CASE("a prefix has 1 to 32 letters, digits, underscores or hyphens")
{
    CHECK(key_secret::check_prefix("az_").has_value());
    CHECK(key_secret::check_prefix("A").has_value());
    CHECK(key_secret::check_prefix("my-app_2_").has_value());
    CHECK(key_secret::check_prefix(std::string(32, 'x')).has_value());
}

TEST_CASE("any other prefix is invalid")
{
    for (const std::string& prefix : {std::string{},
                                      std::string(33, 'x'),
                                      std::string{"a b"},
                                      std::string{"a.b"},
                                      std::string{"\xC3\xA9"},
                                      std::string{"a\0", 2}}) {
        const auto checked = key_secret::check_prefix(prefix);

        CAPTURE(prefix);
        REQUIRE_FALSE(checked.has_value());
        CHECK(checked.error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("the start of a secret is its prefix and four characters")
{
    CHECK(key_secret::start_of(counted, "az_") == "az_003a");
    CHECK(key_secret::start_of(zeros, "my-app_2_") == "my-app_2_0000");
}

TEST_CASE("hashes are written as Better Auth writes them")
{
    CHECK(format_hash(key_secret::hash("test")) == "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg");
    CHECK(format_hash(key_secret::hash("")) == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
}

TEST_CASE("a secret can be moved and not copied")
{
    CHECK_FALSE(std::is_copy_constructible_v<Secret>);
    CHECK_FALSE(std::is_copy_assignable_v<Secret>);
    Secret first{std::string{counted}};

    Secret second{std::move(first)};
    Secret third{"another"};
    third = std::move(second);

    CHECK(third.reveal() == counted);
}

TEST_CASE("moving a secret into itself keeps it")
{
    Secret secret{std::string{counted}};
    Secret& same = secret;

    secret = std::move(same);

    CHECK(secret.reveal() == counted);
}

TEST_CASE("a destroyed secret leaves nothing behind")
{
    Storage storage;
    Secret* const secret = storage.make(std::string{short_secret});
    REQUIRE(storage.holds(short_secret));

    std::destroy_at(secret);

    CHECK_FALSE(storage.holds("hush"));
}

TEST_CASE("a secret moved elsewhere leaves nothing behind, however short it is")
{
    Storage storage;
    Secret* const source = storage.make(std::string{short_secret});

    Secret moved{std::move(*source)};

    CHECK(moved.reveal() == short_secret);
    CHECK_FALSE(storage.holds("hush"));
    CHECK(source->reveal().empty());

    *source = std::move(moved);
    Secret assigned{"x"};
    assigned = std::move(*source);

    CHECK(assigned.reveal() == short_secret);
    CHECK_FALSE(storage.holds("hush"));
    std::destroy_at(source);
}

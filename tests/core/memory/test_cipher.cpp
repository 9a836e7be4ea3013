#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/codec.h"
#include "core/memory/cipher.h"
#include "support/fake_random.h"

using namespace azen;

namespace {

// The bytes 0 to 31, and what an independent implementation of the format makes under them.
constexpr std::string_view vector_key_id = "bfeb0445d3081468";
constexpr std::string_view vector_text = "I love hiking in the mountains";
constexpr std::string_view vector_payload =
    "1111111111111111111111114f573ca4369167efeae87587392d09eefddd4c148ce36177d7f758b845fdf8d29a0442"
    "9290ff7ac29dd0e542e521";

MasterKey counting_key()
{
    std::array<std::byte, 32> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(i);
    }
    return MasterKey{bytes};
}

MasterKey constant_key(std::byte value)
{
    std::array<std::byte, 32> bytes{};
    bytes.fill(value);
    return MasterKey{bytes};
}

bool contains(const std::vector<std::byte>& bytes, std::string_view text)
{
    return !std::ranges::search(bytes, as_byte_span(text)).empty();
}

void check_is_store_error(const Result<std::string>& opened)
{
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().kind == ErrorKind::store);
}

}  // namespace

TEST_CASE("what is stored is IV, ciphertext and tag as documented")
{
    test::ConstantRandom random{std::byte{0x11}};
    const Cipher cipher{counting_key(), random};

    const Sealed sealed = cipher.seal(vector_text, "org/memory");

    CHECK(sealed.key_id == vector_key_id);
    CHECK(format_hex(sealed.payload) == vector_payload);
}

TEST_CASE("what an independent implementation sealed is opened")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};
    const Sealed sealed{.key_id = std::string{vector_key_id},
                        .payload = parse_hex(vector_payload).value()};

    CHECK(cipher.open(sealed, "org/memory") == vector_text);
}

TEST_CASE("any text under any associated data is opened as it was sealed")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};

    CHECK(rc::check("open() inverts seal()", [&](const std::string& text, const std::string& with) {
        const Sealed sealed = cipher.seal(text, with);

        RC_ASSERT(sealed.payload.size() == text.size() + 28);
        RC_ASSERT((cipher.open(sealed, with) == text));
    }));
}

TEST_CASE("an empty text and a long one are sealed like any other")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};
    const std::string large(3'000'000, 'x');

    CHECK(cipher.open(cipher.seal("", ""), "") == "");
    CHECK(cipher.open(cipher.seal(large, "a"), "a") == large);
}

TEST_CASE("the same text is never sealed to the same bytes twice")
{
    SystemRandom random;
    const Cipher cipher{counting_key(), random};

    const Sealed first = cipher.seal("the same", "");
    const Sealed second = cipher.seal("the same", "");

    CHECK(first.payload != second.payload);
}

TEST_CASE("the plaintext is not in the payload")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};

    const Sealed sealed = cipher.seal(vector_text, "organization");

    CHECK_FALSE(contains(sealed.payload, "hiking"));
    CHECK_FALSE(contains(sealed.payload, "organization"));
}

TEST_CASE("one changed bit anywhere in a payload is noticed")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};
    const Sealed sealed = cipher.seal("text", "with");

    for (std::size_t bit = 0; bit < sealed.payload.size() * 8; ++bit) {
        Sealed changed = sealed;
        changed.payload[bit / 8] ^= std::byte{1} << (bit % 8);
        CAPTURE(bit);
        check_is_store_error(cipher.open(changed, "with"));
    }
}

TEST_CASE("a payload cut or extended is refused")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};
    const Sealed sealed = cipher.seal("text", "with");

    for (std::size_t length = 0; length < sealed.payload.size() + 3; ++length) {
        if (length != sealed.payload.size()) {
            Sealed changed = sealed;
            changed.payload.resize(length);
            CAPTURE(length);
            check_is_store_error(cipher.open(changed, "with"));
        }
    }
}

TEST_CASE("a payload is not opened in another row's place")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};

    const Sealed sealed = cipher.seal("text", "organization-1/memory-1");

    check_is_store_error(cipher.open(sealed, "organization-1/memory-2"));
    check_is_store_error(cipher.open(sealed, ""));
}

TEST_CASE("another master key opens nothing, even under a forged key id")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};
    const Cipher other{constant_key(std::byte{7}), random};
    Sealed sealed = cipher.seal("text", "with");

    check_is_store_error(other.open(sealed, "with"));
    sealed.key_id = other.key_id();
    check_is_store_error(other.open(sealed, "with"));
}

TEST_CASE("the key id is 16 hexadecimal digits, the same for the same key only")
{
    test::FakeRandom random;
    const Cipher one{constant_key(std::byte{1}), random};
    const Cipher same{constant_key(std::byte{1}), random};
    const Cipher other{constant_key(std::byte{2}), random};

    CHECK(one.key_id().size() == 16);
    CHECK(parse_hex(one.key_id()).has_value());
    CHECK(one.key_id() == same.key_id());
    CHECK(one.key_id() != other.key_id());
}

TEST_CASE("a fingerprint is HMAC-SHA-256 under its own derived key")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};

    CHECK(format_hex(cipher.fingerprint("dedup-1")) ==
          "e10f366a60031c04d18dca33e84df083cf4af93b06d761047be2cc354d98566a");
}

TEST_CASE("fingerprints compare texts under one master key, and nothing across two")
{
    test::FakeRandom random;
    const Cipher cipher{counting_key(), random};
    const Cipher other{constant_key(std::byte{7}), random};

    CHECK(cipher.fingerprint("a") == cipher.fingerprint("a"));
    CHECK(cipher.fingerprint("a") != cipher.fingerprint("b"));
    CHECK(cipher.fingerprint("a") != other.fingerprint("a"));
    CHECK(cipher.fingerprint("").size() == 32);
}

TEST_CASE("a moved master key leaves zeros behind")
{
    MasterKey source = constant_key(std::byte{9});

    MasterKey moved{std::move(source)};
    MasterKey assigned = constant_key(std::byte{1});
    assigned = std::move(moved);

    const auto is_zero = [](std::byte byte) {
        return byte == std::byte{0};
    };
    CHECK(std::ranges::all_of(source.bytes(), is_zero));
    CHECK(std::ranges::all_of(moved.bytes(), is_zero));
    CHECK(std::ranges::none_of(assigned.bytes(), is_zero));
}

TEST_CASE("a destroyed master key leaves zeros behind")
{
    alignas(MasterKey) std::array<std::byte, sizeof(MasterKey)> storage{};
    auto* const key =
        std::construct_at(reinterpret_cast<MasterKey*>(storage.data()), constant_key(std::byte{9}));
    REQUIRE(std::ranges::count(key->bytes(), std::byte{9}) == 32);

    std::destroy_at(key);

    const volatile std::byte* const memory = storage.data();
    for (std::size_t i = 0; i < storage.size(); ++i) {
        CHECK(memory[i] == std::byte{0});
    }
}

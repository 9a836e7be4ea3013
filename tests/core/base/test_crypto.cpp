#include <array>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/codec.h"
#include "core/base/crypto.h"

using namespace azen;

TEST_CASE("SHA-256 gives the published vectors")
{
    CHECK(format_hex(sha256(as_byte_span("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(format_hex(sha256({})) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(format_hex(sha256(as_byte_span(std::string(1'000'000, 'a')))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("threads that hash at the same time do not disturb each other")
{
    const Digest expected = sha256(as_byte_span("abc"));
    std::array<bool, 4> right{};

    {
        std::vector<std::jthread> threads;
        for (bool& mine : right) {
            threads.emplace_back([&mine, &expected] {
                mine = true;
                for (int i = 0; i < 500; ++i) {
                    mine = mine && sha256(as_byte_span("abc")) == expected;
                }
            });
        }
    }

    CHECK(right == std::array{true, true, true, true});
}

TEST_CASE("wiped bytes are zero")
{
    std::array<std::byte, 8> bytes{};
    bytes.fill(std::byte{0x5A});

    wipe(bytes);

    CHECK(bytes == std::array<std::byte, 8>{});
}

TEST_CASE("wiping a string reaches what it held before it was shortened")
{
    std::string text = "a secret longer than any short-string buffer";
    const char* const place = text.data();
    const std::size_t length = text.size();
    text.resize(1);

    wipe(text);
    text.resize(length);  // fills with zeros only what lies behind size(); the place is the same

    CHECK(text.data() == place);
    CHECK(text == std::string(length, '\0'));
}

TEST_CASE("wiping a string leaves it empty")
{
    std::string text = "short";

    wipe(text);

    CHECK(text.empty());
}

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/random.h"
#include "support/fake_random.h"

using namespace azen;

TEST_CASE("system randomness fills every byte and never repeats itself")
{
    SystemRandom random;
    std::set<std::array<std::byte, 16>> seen;

    for (int i = 0; i < 1000; ++i) {
        std::array<std::byte, 16> bytes{};
        random.fill(bytes);
        seen.insert(bytes);
    }

    CHECK(seen.size() == 1000);
}

TEST_CASE("system randomness reaches the last byte of a long request")
{
    SystemRandom random;
    std::vector<std::byte> bytes(100'000);

    random.fill(bytes);

    const auto zeros = std::ranges::count(bytes, std::byte{0});
    CHECK(zeros > 250);  // 391 expected, deviation 20
    CHECK(zeros < 550);
}

TEST_CASE("filling nothing is no error")
{
    SystemRandom random;

    random.fill({});

    CHECK(true);
}

TEST_CASE("fake randomness repeats with its seed and differs between seeds")
{
    std::array<std::byte, 32> first{};
    std::array<std::byte, 32> again{};
    std::array<std::byte, 32> other{};

    test::FakeRandom{7}.fill(first);
    test::FakeRandom{7}.fill(again);
    test::FakeRandom{8}.fill(other);

    CHECK(first == again);
    CHECK(first != other);
}

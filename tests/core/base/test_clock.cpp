#include <chrono>

#include <doctest/doctest.h>

#include "core/base/clock.h"
#include "support/fake_clock.h"

using namespace azen;

TEST_CASE("milliseconds since the epoch come back as they were")
{
    CHECK(to_epoch_ms(from_epoch_ms(1'768'473'000'123)) == 1'768'473'000'123);
    CHECK(to_epoch_ms(from_epoch_ms(-1)) == -1);
    CHECK(to_epoch_ms(Timestamp{}) == 0);
}

TEST_CASE("the system clock tells the time of the system")
{
    const auto before = std::chrono::system_clock::now();

    const Timestamp now = SystemClock{}.now();

    const auto after = std::chrono::system_clock::now();
    CHECK(now >= std::chrono::floor<milliseconds>(before));
    CHECK(now <= after);
}

TEST_CASE("a fake clock moves only when told, in both directions")
{
    test::FakeClock clock;
    const Timestamp start = clock.now();

    clock.advance(milliseconds{1500});
    clock.advance(milliseconds{-500});

    CHECK(clock.now() - start == milliseconds{1000});

    clock.set(from_epoch_ms(42));

    CHECK(to_epoch_ms(clock.now()) == 42);
}

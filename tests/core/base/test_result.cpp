#include <memory>

#include <doctest/doctest.h>

#include "core/base/result.h"

using namespace azen;

namespace {

Result<int> halve(int number)
{
    if (number % 2 != 0) {
        return fail(ErrorKind::invalid, "odd", "give an even number");
    }
    return number / 2;
}

Result<void> check_even(int number)
{
    TRY(halve(number));
    return {};
}

Result<int> quarter(int number)
{
    const int half = TRY(halve(number));
    return TRY(halve(half));
}

Result<std::unique_ptr<int>> box(int number)
{
    return std::make_unique<int>(number);
}

Result<int> unbox(int number)
{
    const std::unique_ptr<int> boxed = TRY(box(number));
    return *boxed;
}

}  // namespace

TEST_CASE("TRY yields the value of a success")
{
    CHECK(quarter(12) == 3);
    CHECK(check_even(2).has_value());
}

TEST_CASE("TRY returns the error of a failure, whole")
{
    const auto failed = quarter(6);

    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().kind == ErrorKind::invalid);
    CHECK(failed.error().message == "odd");
    CHECK(failed.error().hint == "give an even number");
}

TEST_CASE("TRY hands an error on between results of different types")
{
    const auto failed = check_even(3);

    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().message == "odd");
}

TEST_CASE("TRY moves a value that cannot be copied")
{
    CHECK(unbox(5) == 5);
}

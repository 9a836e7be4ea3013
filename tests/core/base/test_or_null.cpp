#include <optional>
#include <string>

#include <doctest/doctest.h>

#include "core/base/or_null.h"

namespace azen {

TEST_CASE("what is missing is null, and what is there is not, even if it is empty")
{
    CHECK(or_null(std::optional<std::string>{}).is_null());
    CHECK(or_null(std::optional<std::string>{""}) == "");
    CHECK(or_null(std::optional{7}) == 7);
}

TEST_CASE("what is there is converted")
{
    const auto twice = [](int value) {
        return 2 * value;
    };

    CHECK(or_null(std::optional{7}, twice) == 14);
    CHECK(or_null(std::optional<int>{}, twice).is_null());
}

}  // namespace azen

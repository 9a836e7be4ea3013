#include <doctest/doctest.h>

#include "cli/environment.h"

namespace azen::cli {

TEST_CASE("a variable is found by its name")
{
    const Environment environment{{{"AZEN_DB", "/tmp/a.db"}}};

    CHECK(environment.find("AZEN_DB") == "/tmp/a.db");
}

TEST_CASE("a variable that is unset, or set to nothing, is not there")
{
    const Environment environment{{{"AZEN_DB", ""}}};

    CHECK_FALSE(environment.find("AZEN_DB").has_value());
    CHECK_FALSE(environment.find("AZEN_BASE_URL").has_value());
}

}  // namespace azen::cli

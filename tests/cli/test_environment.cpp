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

TEST_CASE("the locale is what the first of its variables says")
{
    const auto is_utf8 = [](const Environment::Variables& variables) {
        return Environment{variables}.is_utf8_locale();
    };

    CHECK(is_utf8({{"LANG", "en_GB.UTF-8"}}));
    CHECK(is_utf8({{"LC_ALL", "C.utf8"}, {"LANG", "C"}}));
    CHECK_FALSE(is_utf8({{"LC_CTYPE", "C"}, {"LANG", "en_GB.UTF-8"}}));
    CHECK_FALSE(is_utf8({{"LANG", "en_GB.ISO-8859-1"}}));
    CHECK_FALSE(is_utf8({}));
}

}  // namespace azen::cli

#include <cstdlib>
#include <cstring>
#include <string>

#include <doctest/doctest.h>

#include "cli/process.h"

namespace azen::cli {

TEST_CASE("secrets are taken out of the process's environment, other variables stay")
{
    setenv("AZEN_API_KEY", "a-secret-key", 1);
    setenv("AZEN_DB", "/tmp/some.db", 1);
    const char* const storage = std::getenv("AZEN_API_KEY");

    const Environment environment = take_environment();

    CHECK(environment.find("AZEN_API_KEY") == "a-secret-key");
    CHECK(environment.find("AZEN_DB") == "/tmp/some.db");
    CHECK(std::getenv("AZEN_API_KEY") == nullptr);
    CHECK(std::strlen(storage) == 0);
    CHECK(std::string{std::getenv("AZEN_DB")} == "/tmp/some.db");
    unsetenv("AZEN_DB");
}

}  // namespace azen::cli

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/version.h"
#include "cli/support/console.h"
#include "cli/version.h"

namespace azen::cli {

TEST_CASE("the version is one line for people, and an object for scripts")
{
    test::Console console;
    const std::string number{version()};

    CHECK(console.run({"version"}) == ExitStatus::ok);
    CHECK(console.out() == "azen " + number + "\n");
    CHECK(console.run({"version", "--output", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(console.out()) ==
          nlohmann::json{{"schema", "azen.version/v1"}, {"version", number}});
}

}  // namespace azen::cli

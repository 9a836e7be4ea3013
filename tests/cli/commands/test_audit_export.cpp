#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/console.h"

namespace azen::cli {

using nlohmann::json;
using test::Console;

TEST_CASE("the whole trail is written, a line an entry, each bound to the one before")
{
    Console console;
    console.create_key("ci");
    console.run({"keys", "disable", "ci"});

    CHECK(console.run({"audit", "export"}) == ExitStatus::ok);

    std::istringstream lines{console.out()};
    std::string previous(64, '0');
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        const json entry = json::parse(line);
        CHECK(entry.at("sequence") == count + 1);
        CHECK(entry.at("previous") == previous);
        previous = entry.at("hash");
    }
    CHECK(count == 4);
}

}  // namespace azen::cli

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/commands/complete.h"
#include "cli/support/console.h"

namespace azen::cli {

using test::Console;

TEST_CASE("the names of keys are listed, a line each")
{
    Console console;
    console.create_key("ci");
    console.create_key("deploy");

    CHECK(console.run({"complete", "keys"}) == ExitStatus::ok);
    CHECK(console.out() == "deploy\nci\n");
}

TEST_CASE("a name that a shell would have to quote is given by its key's id")
{
    Console console;
    console.create_key("two words");
    console.create_key("$(reboot)");

    console.run({"complete", "keys"});

    CHECK_FALSE(test::contains(console.out(), "words"));
    CHECK_FALSE(test::contains(console.out(), "reboot"));
    CHECK(console.out().size() == 2 * 37);
}

TEST_CASE("whatever is in the way, nothing is said and nothing is made")
{
    Console console;
    std::ofstream{console.home() / "text"} << "no store";

    CHECK(console.run({"complete", "keys"}) == ExitStatus::ok);
    CHECK(console.out().empty());
    CHECK(console.err().empty());
    CHECK_FALSE(std::filesystem::exists(console.store()));
    CHECK(console.run({"complete", "keys", "--db", (console.home() / "text").string()}) ==
          ExitStatus::ok);
    CHECK(console.out() + console.err() == "");
    CHECK(console.run({"complete", "something"}) == ExitStatus::ok);
    CHECK(console.out() + console.err() == "");
}

}  // namespace azen::cli

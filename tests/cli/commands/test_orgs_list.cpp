#include <doctest/doctest.h>

#include "cli/support/console.h"

namespace azen::cli {

TEST_CASE("organizations are listed newest first, those that keys made among them")
{
    test::Console console;
    console.create_key("ci");
    console.run({"orgs", "create", "acme"});

    CHECK(console.run({"orgs", "list", "--field", "name"}) == ExitStatus::ok);
    CHECK(console.out() == "acme\ndefault\n");
    console.run({"orgs", "list", "--limit", "1"});
    CHECK(test::contains(console.err(), "there are more: --page 2 shows the next"));
}

TEST_CASE("of no store there are no organizations")
{
    test::Console console;

    CHECK(console.run({"orgs", "list"}) == ExitStatus::ok);
    CHECK(console.out().empty());
}

}  // namespace azen::cli

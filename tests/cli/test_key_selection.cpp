#include <doctest/doctest.h>

#include "cli/key_selection.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::Words;

Result<Words> read(test::Console& console, const Words& typed)
{
    return console.with_context(
        [&typed](Context& context) { return read_references(typed, context); });
}

}  // namespace

TEST_CASE("one key is one key; several, or standard input, are many")
{
    CHECK_FALSE(is_bulk(Words{"ci"}));
    CHECK(is_bulk(Words{"ci", "deploy"}));
    CHECK(is_bulk(Words{"-"}));
}

TEST_CASE("words are taken as they are, in order")
{
    test::Console console;
    console.type("unread\n");

    CHECK(*read(console, {"ci", "deploy", "ci"}) == Words{"ci", "deploy", "ci"});
}

TEST_CASE("a dash stands for the lines of standard input, without spaces and empty ones")
{
    test::Console console;
    console.type(" ci \r\n\n\t\nbuild server\nlast");

    CHECK(*read(console, {"first", "-", "after"}) ==
          Words{"first", "ci", "build server", "last", "after"});
}

TEST_CASE("no lines at all are no keys")
{
    test::Console console;

    CHECK(read(console, {"-"})->empty());
}

TEST_CASE("a secret among the lines is refused by its number, and not repeated")
{
    test::Console console;
    const std::string secret = console.create_key("ci");
    console.type("ci\n" + secret + "\n");

    const auto references = read(console, {"-"});

    REQUIRE_FALSE(references.has_value());
    CHECK(references.error().kind == ErrorKind::invalid);
    CHECK(test::contains(references.error().message, "line 2"));
    CHECK_FALSE(test::contains(references.error().message, secret.substr(3, 8)));
}

}  // namespace azen::cli

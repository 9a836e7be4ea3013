#include <doctest/doctest.h>

#include "cli/commands/memory_search.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Served;
using test::Words;

constexpr const char* id = "6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11";

// A memory as the API tells of it.
const std::string memory =
    std::string{R"({"id":")"} + id +
    R"(","content":"I love hiking","metadata":null,"createdAt":"2026-01-15T10:27:00.000Z","embedded":true})";

Result<memory_search::Options> parse(const Words& words)
{
    return test::parse_as<memory_search::parse>("memory search", words);
}

}  // namespace

TEST_CASE("five matches are asked for unless said otherwise")
{
    CHECK(parse({"hiking"})->query == "hiking");
    CHECK(parse({"hiking"})->top_k == 5);
    CHECK(parse({"hiking", "--top-k", "50"})->top_k == 50);
}

TEST_CASE("a query that says nothing, and a number the API does not know, are refused")
{
    for (const Words& words : {Words{},
                               {""},
                               {"\xff"},
                               {"x", "--top-k", "0"},
                               {"x", "--top-k", "51"},
                               {"x", "--top-k", "few"},
                               {"two", "words"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("a search shows the matches, best first")
{
    Served served{{.body = R"({"memories":[)" + memory + R"(],"rawMatches":[{"id":")" + id +
                           R"(::0","score":0.5,"values":[]}]})"}};

    CHECK(served.run({"memory", "search", "hiking", "--top-k", "3"}) == ExitStatus::ok);
    CHECK(contains(served.console.out(), "0.50   " + std::string{id} + "  I love hiking"));
    CHECK(served.request().ends_with(R"({"query":"hiking","topK":3})"));
}

TEST_CASE("memories without a match of theirs are shown all the same")
{
    Served served{{.body = R"({"memories":[)" + memory + R"(],"rawMatches":"none"})"}};

    CHECK(served.run({"memory", "search", "hiking"}) == ExitStatus::ok);
    CHECK(contains(served.console.out(), std::string{"0.00   "} + id));
}

TEST_CASE("a search is made again when the server is busy: it changes nothing")
{
    Served served{{.status = 502}};

    CHECK(served.run({"memory", "search", "hiking"}) == ExitStatus::unexpected);
    CHECK(served.server.requests().size() == 3);
}

TEST_CASE("that nothing was found is told of")
{
    Served served{{.body = R"({"memories":[],"rawMatches":[]})"}};

    CHECK(served.run({"memory", "search", "zzz"}) == ExitStatus::ok);
    CHECK(served.console.out().empty());
    CHECK(served.console.err() == "azen: nothing was found\n");
}

}  // namespace azen::cli

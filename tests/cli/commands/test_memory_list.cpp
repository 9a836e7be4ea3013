#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_list.h"
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

Result<memory_list::Options> parse(const Words& words)
{
    return test::parse_as<memory_list::parse>("memory list", words);
}

}  // namespace

TEST_CASE("pages are of twenty memories, from the first, unless said otherwise")
{
    CHECK(parse({})->page == 1);
    CHECK(parse({})->per == 20);
    CHECK(parse({"--page", "4", "--per", "100"})->page == 4);
    CHECK(parse({"--page", "4", "--per", "100"})->per == 100);
}

TEST_CASE("pages that the API would bend are refused")
{
    for (const Words& words : {Words{"--page", "0"},
                               {"--page", "-1"},
                               {"--per", "0"},
                               {"--per", "101"},
                               {"--per", "all"},
                               {"extra"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("a list is a table for people and a page for scripts")
{
    Served served{{.body = R"({"memories":[)" + memory +
                           R"(],"page":1,"per":20,"total_pages":1,"total_count":1})"}};

    CHECK(served.run({"memory", "list"}) == ExitStatus::ok);
    CHECK(contains(served.console.out(), "3m ago   I love hiking"));
    CHECK(served.run({"memory", "list", "-o", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(served.console.out()).at("total_count") == 1);
}

TEST_CASE("the page asked for is the page that is fetched")
{
    Served served{{.body = R"({"memories":[],"page":3,"per":7,"total_pages":0,"total_count":0})"}};

    CHECK(served.run({"memory", "list", "--page", "3", "--per", "7"}) == ExitStatus::ok);
    CHECK(served.request().starts_with("GET /api/v1/memory?page=3&per=7 "));
}

TEST_CASE("a list is asked for again when the server is busy")
{
    Served served{{.status = 503}};

    CHECK(served.run({"memory", "list"}) == ExitStatus::unexpected);
    CHECK(served.server.requests().size() == 3);
}

TEST_CASE("an empty list, and an empty page, are told of")
{
    Served none{{.body = R"({"memories":[],"page":1,"per":20,"total_pages":0,"total_count":0})"}};
    Served beyond{{.body = R"({"memories":[],"page":9,"per":20,"total_pages":1,"total_count":1})"}};

    CHECK(none.run({"memory", "list"}) == ExitStatus::ok);
    CHECK(none.console.err() == "azen: there are no memories yet\n");
    CHECK(beyond.run({"memory", "list", "--page", "9"}) == ExitStatus::ok);
    CHECK(beyond.console.err() == "azen: this page is empty\n");
}

}  // namespace azen::cli

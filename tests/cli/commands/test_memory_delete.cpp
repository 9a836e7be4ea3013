#include <memory>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_delete.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Served;
using test::Words;

constexpr const char* id = "6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11";

Result<memory_delete::Options> parse(const Words& words)
{
    return test::parse_as<memory_delete::parse>("memory delete", words);
}

// A live server with a key that may do as much as it likes.
struct Shop {
    Shop()
    {
        console.set("AZEN_API_KEY", console.create_key("ci", {"--rate", "none"}));
        server = std::make_unique<test::LiveServer>(console);
        console.set("AZEN_BASE_URL", server->url());
    }

    void add(int count)
    {
        std::string lines;
        for (int line = 0; line < count; ++line) {
            lines += "line " + std::to_string(line) + "\n";
        }
        console.type(lines);
        REQUIRE(console.run({"memory", "import"}) == ExitStatus::ok);
    }

    Words ids()
    {
        console.run({"memory", "list", "--output", "name"});
        std::istringstream lines{console.out()};
        Words ids;
        for (std::string line; std::getline(lines, line);) {
            ids.push_back(line);
        }
        return ids;
    }

    test::Console console;
    std::unique_ptr<test::LiveServer> server;
};

}  // namespace

TEST_CASE("a memory to be deleted is named by a UUID, and --yes confirms")
{
    CHECK(parse({id})->ids == Words{id});
    CHECK(parse({id, id})->ids.size() == 2);
    CHECK(parse({"--all"})->ids.empty());
    CHECK(parse({}).error().kind == ErrorKind::invalid);
    CHECK(parse({id, "--all"}).error().kind == ErrorKind::invalid);
    CHECK(parse({id})->confirmed == Confirmed::no);
    CHECK(parse({id, "--yes"})->confirmed == Confirmed::yes);
    CHECK(parse({id, "-y"})->confirmed == Confirmed::yes);
    CHECK(parse({"all"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("deleting needs a confirmation, and then deletes")
{
    Served served{{.body = R"({"status":"success","deleted":true})"}};

    CHECK(served.run({"memory", "delete", id}) == ExitStatus::declined);
    CHECK(served.server.requests().empty());
    CHECK(served.run({"memory", "delete", id, "--yes"}) == ExitStatus::ok);
    CHECK(served.console.out() == std::string{id} + " is deleted\n");
    CHECK(served.request().starts_with("DELETE "));
    served.run({"memory", "delete", id, "--yes", "-o", "json"});
    test::check_golden("tests/golden/json/deleted-memory.json", served.console.out());
}

TEST_CASE("on a terminal it is asked first, and no is no")
{
    Served served{{.body = R"({"status":"success","deleted":true})"}};
    served.console.terminals = {.in = true, .out = true, .err = true};

    served.console.type("n\n");
    CHECK(served.run({"memory", "delete", id}) == ExitStatus::declined);
    CHECK(served.server.requests().empty());
    served.console.type("y\n");
    CHECK(served.run({"memory", "delete", id}) == ExitStatus::ok);
    CHECK(served.server.requests().size() == 1);
}

TEST_CASE("all are those that are there when it begins")
{
    Shop shop;
    shop.add(250);

    CHECK(shop.console.run({"memory", "delete", "--all"}) == ExitStatus::declined);
    CHECK(shop.console.run({"memory", "delete", "--all", "--dry-run"}) == ExitStatus::ok);
    CHECK(shop.console.out() == "250 memories would be deleted\n");
    CHECK(shop.console.run({"memory", "delete", "--all", "--yes"}) == ExitStatus::ok);
    CHECK(shop.console.out() == "250 memories are deleted\n");
    CHECK(shop.ids().empty());
    CHECK(shop.console.run({"memory", "delete", "--all", "--yes"}) == ExitStatus::ok);
}

TEST_CASE("of several, what is not there is told of, and the rest is deleted")
{
    Shop shop;
    shop.add(2);
    const Words ids = shop.ids();

    CHECK(shop.console.run({"memory", "delete", ids[0], id, ids[1], "--yes", "-o", "json"}) ==
          ExitStatus::partial);

    const auto json = nlohmann::json::parse(shop.console.out());
    CHECK(json.at("schema") == "azen.deleted-memories/v1");
    int deleted = 0;
    for (const auto& memory : json.at("memories")) {
        deleted += memory.at("deleted").get<bool>() ? 1 : 0;
        CHECK(memory.at("error").is_null() == memory.at("deleted").get<bool>());
    }
    CHECK(deleted == 2);
    CHECK(shop.ids().empty());
}

TEST_CASE("what is gone already is not found")
{
    Served served{{.status = 404, .body = R"({"message":"Memory not found or already deleted"})"}};

    CHECK(served.run({"memory", "delete", id, "--yes"}) == ExitStatus::not_found);
    CHECK(contains(served.console.err(), "already deleted"));
}

}  // namespace azen::cli

#include <doctest/doctest.h>

#include "cli/commands/memory_delete.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
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

}  // namespace

TEST_CASE("a memory to be deleted is named by a UUID, and --yes confirms")
{
    CHECK(parse({id})->id == id);
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

TEST_CASE("what is gone already is not found")
{
    Served served{{.status = 404, .body = R"({"message":"Memory not found or already deleted"})"}};

    CHECK(served.run({"memory", "delete", id, "--yes"}) == ExitStatus::not_found);
    CHECK(contains(served.console.err(), "already deleted"));
}

}  // namespace azen::cli

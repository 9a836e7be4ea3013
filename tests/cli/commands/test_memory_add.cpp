#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_add.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Served;
using test::Words;

constexpr const char* id = "6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11";

// What the API answers to a memory that it stored.
const std::string created = std::string{R"({"status":"success","memoryId":")"} + id +
                            R"(","createdAt":"2026-01-15T10:30:00.000Z","embedding":"processing"})";

Result<memory_add::Options> parse(const Words& words)
{
    return test::parse_as<memory_add::parse>("memory add", words);
}

}  // namespace

TEST_CASE("a text to remember comes from one place")
{
    CHECK(parse({"hi"})->text == "hi");
    CHECK(parse({"--file", "f", "--dedup-key", "k"})->file == "f");
    CHECK(parse({"--file", "f", "--dedup-key", "k"})->dedup_key == "k");
    CHECK(parse({"-"})->text == "-");
    CHECK(parse({"hi", "--metadata", R"({"a":1})"})->metadata == R"({"a":1})");
    CHECK(parse({"--", "--file"})->text == "--file");
}

TEST_CASE("no text, two texts and a text that shares its pipe with the key are refused")
{
    for (const Words& words : {Words{},
                               {"hi", "--file", "f"},
                               {"-", "--key-stdin"},
                               {"hi", "--key-stdin", "--key-file", "f"},
                               {"hi", "--metadata", "[]"},
                               {"hi", "there"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("adding prints the new memory's id")
{
    Served served{{.status = 201, .body = created}};

    CHECK(served.run({"memory", "add", "I love hiking"}) == ExitStatus::ok);

    CHECK(served.console.out() == std::string{id} + "\n");
    CHECK(served.request().ends_with("\r\n\r\n{\"text\":\"I love hiking\"}"));
    CHECK(contains(served.request(), "azen-api-key: the-key\r\n"));
}

TEST_CASE("a dedup key and metadata are sent along")
{
    Served served{{.status = 200, .body = R"({"memoryId":"m1","duplicated":true})"}};

    CHECK(served.run({"memory", "add", "hi", "--dedup-key", "k", "--metadata", R"({"a":[1]})"}) ==
          ExitStatus::ok);

    CHECK(served.request().ends_with(R"({"text":"hi","dedupKey":"k","metadata":{"a":[1]}})"));
    CHECK(served.console.out() == "m1\n");
    CHECK(contains(served.console.err(), "already"));
}

TEST_CASE("only a memory with a dedup key is sent again after a passing failure")
{
    Served plain{{.status = 503}};
    Served keyed{{.status = 503}};

    CHECK(plain.run({"memory", "add", "hi"}) == ExitStatus::unexpected);
    CHECK(keyed.run({"memory", "add", "hi", "--dedup-key", "k"}) == ExitStatus::unexpected);

    CHECK(plain.server.requests().size() == 1);
    CHECK(keyed.server.requests().size() == 3);
    CHECK(keyed.console.pauses.size() == 2);
}

TEST_CASE("a text from standard input or a file loses its last newline, and no other")
{
    Served served{{.status = 201, .body = created}};
    served.console.type("one\n\n");
    std::ofstream{served.console.home() / "note"} << "two";

    CHECK(served.run({"memory", "add", "-"}) == ExitStatus::ok);
    CHECK(served.run({"memory", "add", "--file", (served.console.home() / "note").string()}) ==
          ExitStatus::ok);

    CHECK(served.server.requests()[0].ends_with("{\"text\":\"one\\n\"}"));
    CHECK(served.server.requests()[1].ends_with("{\"text\":\"two\"}"));
}

TEST_CASE("a key may come from standard input when the text does not")
{
    Served served{{.status = 201, .body = created}};
    served.console.set("AZEN_API_KEY", "");
    served.console.type("piped-key\n");

    CHECK(served.run({"memory", "add", "hi", "--key-stdin"}) == ExitStatus::ok);
    CHECK(contains(served.request(), "azen-api-key: piped-key\r\n"));
}

TEST_CASE("a text that is empty, no UTF-8 or not to be read is not sent")
{
    Served served{{}};
    served.console.type("\n");

    CHECK(served.run({"memory", "add", "-"}) == ExitStatus::usage);
    CHECK(served.run({"memory", "add", "\xff"}) == ExitStatus::usage);
    CHECK(served.run({"memory", "add", "--file", "/nonexistent"}) == ExitStatus::not_found);
    CHECK(served.server.requests().empty());
}

TEST_CASE("a text with everything in it arrives as it was typed")
{
    Served served{{.status = 201, .body = created}};

    served.run({"memory", "add", "[a, \"b\"] {} \\ \xF0\x9F\x8F\x94\n"});

    const std::string request = served.request();
    const auto body = nlohmann::json::parse(request.substr(request.find("\r\n\r\n") + 4));
    CHECK(body.at("text") == "[a, \"b\"] {} \\ \xF0\x9F\x8F\x94\n");
}

TEST_CASE("scripts get the id, the time and whether it was there before")
{
    Served served{{.status = 201, .body = created}};

    served.run({"memory", "add", "hi", "--output", "json"});

    const auto json = nlohmann::json::parse(served.console.out());
    CHECK(json.at("schema") == "azen.new-memory/v1");
    CHECK(json.at("memoryId") == id);
    CHECK(json.at("createdAt") == "2026-01-15T10:30:00.000Z");
    CHECK(json.at("duplicated") == false);
}

}  // namespace azen::cli

#include <set>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_export.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;
using test::contains;
using test::Served;

const std::string memories = R"({"memories":[{"id":"6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11",)"
                             R"("content":"one\ntwo","metadata":{"a":1},)"
                             R"("createdAt":"2026-01-15T10:27:00.000Z","embedded":true}],)"
                             R"("total_count":1})";
const std::string nothing = R"({"memories":[],"total_count":1})";

// A server with one page of memories, and an empty one behind it.
struct OnePage {
    OnePage()
    {
        console.set("AZEN_BASE_URL", server.url());
        console.set("AZEN_API_KEY", "the-key");
    }

    test::ScriptedServer server{{{.body = memories}, {.body = nothing}}};
    test::Console console;
};

}  // namespace

TEST_CASE("an export is JSON lines unless said otherwise")
{
    const auto parse = [](const test::Words& words) {
        return test::parse_as<memory_export::parse>("memory export", words);
    };

    CHECK(parse({})->remote.output.format == OutputFormat::jsonl);
    CHECK(parse({"-o", "csv"})->remote.output.format == OutputFormat::csv);
    CHECK(parse({"-o", "table"}).error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(OnePage, "every memory is a line with all that is known of it")
{
    CHECK(console.run({"memory", "export"}) == ExitStatus::ok);

    test::check_golden("tests/golden/json/exported-memory.jsonl", console.out());
    CHECK(console.err() == "azen: 1 memory\n");
}

TEST_CASE_FIXTURE(OnePage, "a failure in the middle is a failure")
{
    console.set("AZEN_BASE_URL", "http://127.0.0.1:1");

    CHECK(console.run({"memory", "export", "--output", "json"}) == ExitStatus::unreachable);
    CHECK_FALSE(Json::accept(console.out()));
}

TEST_CASE_FIXTURE(OnePage, "after Ctrl-C nobody takes a part for all")
{
    console.interrupt_after = 1;

    CHECK(console.run({"memory", "export", "--output", "json"}) == ExitStatus::interrupted);
    CHECK_FALSE(Json::accept(console.out()));
}

TEST_CASE("what was exported can be imported, texts and metadata as they were")
{
    test::Console from;
    from.set("AZEN_API_KEY", from.create_key("ci", {"--rate", "none"}));
    const test::LiveServer server{from};
    from.set("AZEN_BASE_URL", server.url());
    from.run({"memory",
              "add",
              "line one\nline two \"quoted\"",
              "--metadata",
              R"({"b":[1,2],"a":null})"});
    from.run({"memory", "add", "same"});
    from.run({"memory", "add", "same"});
    from.run({"memory", "export"});
    const std::string exported = from.out();

    test::Console to;
    to.set("AZEN_API_KEY", to.create_key("ci", {"--rate", "none"}));
    const test::LiveServer other{to};
    to.set("AZEN_BASE_URL", other.url());
    to.type(exported);
    CHECK(to.run({"memory", "import", "--parallel", "1"}) == ExitStatus::ok);
    CHECK(to.run({"memory", "import", "--parallel", "1"}) == ExitStatus::ok);

    const auto contents = [](test::Console& console) {
        console.run({"memory", "list", "--output", "json"});
        const Json listing = Json::parse(console.out());
        std::multiset<std::string> texts;
        for (const Json& memory : listing.at("memories")) {
            texts.insert(memory.at("content").dump() + memory.at("metadata").dump());
        }
        return texts;
    };
    CHECK(contents(to) == contents(from));
    CHECK(contents(to).size() == 3);
}

}  // namespace azen::cli

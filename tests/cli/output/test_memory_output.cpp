#include <doctest/doctest.h>

#include "cli/output/memory_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

const Output as_json{.format = OutputFormat::json};
using test::Console;
using test::contains;

const MemoryApi::Memory sample{.id = "6f1e1c1a-4a7b-4d0c-9a52-0f5d1f0f2a11",
                               .content = "first line\nsecond \x1b[31mline",
                               .metadata = R"({"team":"search"})",
                               .created_at = "2026-01-15T10:27:00.000Z",
                               .embedded = true};

template <typename Print>
void print(Console& console, Print print)
{
    console.with_context([&print](Context& context) {
        print(context);
        return 0;
    });
}

}  // namespace

TEST_CASE("a pipe gets a memory's very bytes")
{
    Console console;

    print(console, [](Context& context) { print_memory(context, sample, {}); });

    CHECK(console.out() == sample.content + "\n");
    CHECK(contains(console.err(), "created 3m ago"));
    CHECK(contains(console.err(), R"({"team":"search"})"));
}

TEST_CASE("a terminal gets a memory's lines, but none of its commands")
{
    Console console;
    console.terminals.out = true;

    print(console, [](Context& context) { print_memory(context, sample, {}); });

    CHECK(console.out() == "first line\nsecond \\x1b[31mline\n");
}

TEST_CASE("a list cuts each text to a line and tells of further pages")
{
    Console console;
    const MemoryApi::Page page{
        .memories = {sample}, .page = 1, .per = 1, .total_pages = 2, .total_count = 2};

    print(console, [&](Context& context) { print_memories(context, page, {}); });

    CHECK(contains(console.out(), "3m ago   first line\\nsecond \\x1b[31mline\n"));
    CHECK(contains(console.err(), "page 1 of 2: --page 2 shows the next"));
}

TEST_CASE("a search shows the best score of each memory")
{
    Console console;
    const MemoryApi::Found found{.memories = {sample},
                                 .raw_matches = {{.id = sample.id + "::0", .score = 1.25},
                                                 {.id = sample.id + "::3", .score = 0.5}}};

    print(console, [&](Context& context) { print_found(context, found, {}); });

    CHECK(contains(console.out(), "1.25   " + sample.id));
}

TEST_CASE("lists and searches are as agreed on")
{
    Console console;
    MemoryApi::Memory longer = sample;
    longer.id = "0b9f6f0e-7a52-4b42-8a35-1f7f3f1f1d22";
    longer.content = std::string(80, 'x');
    longer.created_at = "2026-01-14T10:30:00.000Z";
    const MemoryApi::Page page{
        .memories = {sample, longer}, .page = 1, .per = 20, .total_pages = 1, .total_count = 2};
    const MemoryApi::Found found{.memories = {sample, longer},
                                 .raw_matches = {{.id = sample.id + "::0", .score = 12.3456},
                                                 {.id = longer.id + "::1", .score = 8.8e-07}}};

    print(console, [&](Context& context) { print_memories(context, page, {}); });
    test::check_golden("tests/golden/text/memories.txt", console.out());
    CHECK(console.err().empty());
    print(console, [&](Context& context) { print_found(context, found, {}); });
    test::check_golden("tests/golden/text/memory-search.txt", console.out());
}

TEST_CASE("metadata that the server bent is no JSON of ours")
{
    Console console;
    MemoryApi::Memory memory = sample;
    memory.metadata = "null";

    print(console, [&](Context& context) { print_memory(context, memory, {}); });
    CHECK(contains(console.err(), "metadata none"));
    print(console, [&](Context& context) { print_memory(context, memory, as_json); });
    CHECK(contains(console.out(), "\"metadata\": null"));
}

TEST_CASE("a time that is none is shown as the server sent it")
{
    Console console;
    MemoryApi::Memory memory = sample;
    memory.created_at = "yesterday";

    print(console, [&](Context& context) { print_memory(context, memory, {}); });

    CHECK(contains(console.err(), "created yesterday"));
}

TEST_CASE("scripts get each shape as agreed on")
{
    Console console;
    const MemoryApi::Page page{
        .memories = {sample}, .page = 1, .per = 20, .total_pages = 1, .total_count = 1};
    const MemoryApi::Found found{.memories = {sample},
                                 .raw_matches = {{.id = sample.id + "::0", .score = 1.25}}};

    print(console, [](Context& context) { print_memory(context, sample, as_json); });
    test::check_golden("tests/golden/json/memory.json", console.out());
    print(console, [&](Context& context) { print_memories(context, page, as_json); });
    test::check_golden("tests/golden/json/memories.json", console.out());
    print(console, [&](Context& context) { print_found(context, found, as_json); });
    test::check_golden("tests/golden/json/memory-search.json", console.out());
    print(console, [](Context& context) {
        print_created(context, {.id = sample.id, .created_at = sample.created_at}, as_json);
    });
    test::check_golden("tests/golden/json/new-memory.json", console.out());
}

TEST_CASE("a duplicate's id is printed like any other, and said to be one")
{
    Console console;

    print(console,
          [](Context& context) { print_created(context, {.id = "m1", .duplicated = true}, {}); });

    CHECK(console.out() == "m1\n");
    CHECK(contains(console.err(), "already"));
}

}  // namespace azen::cli

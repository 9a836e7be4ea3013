#include <sstream>

#include <doctest/doctest.h>

#include "cli/output/prune_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/sample_keys.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp now = test::FakeClock::default_start;

std::vector<DeadKey> sample()
{
    ApiKey used = test::sample_key("used-up");
    used.use.request_count = 1'000;
    return {{.key = test::sample_key("old"),
             .death = {.cause = KeyStatus::revoked, .since = now - 960h}},
            {.key = used, .death = {.cause = KeyStatus::exhausted, .since = now - 1h}}};
}

struct Printed {
    std::string out;
    std::string err;
};

Printed print(const std::vector<DeadKey>& keys, const Output& output = {})
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_pruned(context, keys, output);
        return 0;
    });
    return {.out = console.out(), .err = console.err()};
}

}  // namespace

TEST_CASE("people see what died of what, and since when")
{
    const Printed printed = print(sample());

    test::check_golden("tests/golden/text/pruned-keys.txt", printed.out);
    CHECK(printed.err == "azen: 2 keys are removed\n");
}

TEST_CASE("scripts get what they need to know the keys by in other records")
{
    test::check_golden("tests/golden/json/pruned-keys.json",
                       print(sample(), {OutputFormat::json}).out);
    CHECK(print(sample(), {OutputFormat::name}).out == "key-old\nkey-used-up\n");
}

TEST_CASE("where nothing was removed that is said to people, and an empty list to scripts")
{
    CHECK(print({}).out.empty());
    CHECK(print({}).err == "azen: 0 keys are removed\n");
    CHECK(print({}, {OutputFormat::jsonl}).out.empty());
}

TEST_CASE("the lines of a question are those of the result")
{
    std::ostringstream lines;

    print_dead_keys(lines, sample(), now);

    CHECK(lines.str() == print(sample()).out);
}

}  // namespace azen::cli

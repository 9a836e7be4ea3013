#include <doctest/doctest.h>

#include "cli/output/key_import_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

KeyImportResult result(std::size_t line, const std::string& name, KeyImportOutcome outcome)
{
    return {.line = line, .id = "id-" + name, .name = name, .outcome = outcome};
}

KeyImportReport accepted()
{
    return {.results = {result(1, "ci", KeyImportOutcome::added),
                        result(2, "deploy", KeyImportOutcome::replaced),
                        result(4, "old", KeyImportOutcome::skipped)},
            .committed = true};
}

KeyImportReport refused()
{
    KeyImportReport report = accepted();
    report.committed = false;
    KeyImportResult conflict = result(5, "twin", KeyImportOutcome::rejected);
    conflict.error = Error{.kind = ErrorKind::conflict, .message = "the key is there already"};
    KeyImportResult unread{.line = 6};
    unread.error = Error{.kind = ErrorKind::invalid, .message = "is no JSON"};
    report.results.push_back(conflict);
    report.results.push_back(unread);
    return report;
}

std::string shown(const KeyImportReport& report, const Output& output = {})
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_key_import(context, report, output);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("people hear how many keys came in, and what became of the others")
{
    CHECK(shown(accepted()) == "1 key is added, 1 replaced, 1 skipped\n");
    CHECK(verdict_on(accepted()).has_value());
}

TEST_CASE("people see what was rejected, by line and reason")
{
    test::check_golden("tests/golden/text/key-import.txt", shown(refused()));
}

TEST_CASE("scripts get every line and its outcome")
{
    test::check_golden("tests/golden/json/key-import.json", shown(refused(), {OutputFormat::json}));
}

TEST_CASE("the verdict counts what was rejected, and is of the first one's kind")
{
    const auto verdict = verdict_on(refused());

    REQUIRE_FALSE(verdict.has_value());
    CHECK(verdict.error().kind == ErrorKind::conflict);
    CHECK(verdict.error().message == "nothing was imported: 2 of 5 keys cannot be");
    CHECK(test::contains(verdict.error().hint, "--on-conflict"));
}

}  // namespace azen::cli

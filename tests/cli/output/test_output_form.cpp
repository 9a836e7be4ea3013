#include <array>

#include <doctest/doctest.h>

#include "cli/output/output_form.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<Output> form_of(const std::string& command, const std::vector<std::string>& words)
{
    const auto read = [](const Arguments& arguments) -> Result<Output> {
        return output_of(arguments);
    };
    for (const Command& row : command_table()) {
        if (row.words == command) {
            const Arguments arguments =
                TRY(parse_arguments(row, words, Environment{}, test::FakeClock::default_start));
            return read(arguments);
        }
    }
    return fail(ErrorKind::internal, "no such row", "name one");
}

}  // namespace

TEST_CASE("the form is for people unless said otherwise")
{
    CHECK(form_of("keys show", {"ci"})->is_for_people());
    CHECK(form_of("keys show", {"ci", "--output", "table"})->is_for_people());
    CHECK_FALSE(form_of("keys show", {"ci", "-o", "csv"})->is_for_people());
    CHECK_FALSE(form_of("keys show", {"ci", "--field", "id"})->is_for_people());
}

TEST_CASE("every form has its word")
{
    const std::vector<std::pair<std::string, OutputFormat>> forms{{"table", OutputFormat::table},
                                                                  {"json", OutputFormat::json},
                                                                  {"jsonl", OutputFormat::jsonl},
                                                                  {"csv", OutputFormat::csv},
                                                                  {"name", OutputFormat::name}};
    for (const auto& [word, format] : forms) {
        CAPTURE(word);
        CHECK(form_of("keys list", {"--output", word})->format == format);
    }
}

TEST_CASE("a command without these options prints for people")
{
    CHECK(form_of("serve", {})->is_for_people());
    CHECK(form_of("keys create", {"ci"})->is_for_people());
}

TEST_CASE("a field is one of the command's own, and excludes a form")
{
    CHECK(form_of("keys list", {"--field", "metadata.team"})->field == "metadata.team");
    CHECK(form_of("keys list", {"--field", "nmae"}).error().hint == "did you mean name?");
    CHECK(form_of("keys list", {"--field", "zzzzzzzz"}).error().hint.find("createdAt") !=
          std::string::npos);
    CHECK(form_of("keys list", {"--field", ""}).error().kind == ErrorKind::invalid);
    CHECK(form_of("keys list", {"--field", "id", "--output", "json"}).error().message ==
          "--field and --output exclude each other");
}

}  // namespace azen::cli

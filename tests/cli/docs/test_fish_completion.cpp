#include <doctest/doctest.h>

#include "cli/docs/completions.h"
#include "cli/support/shell.h"

namespace azen::cli {
namespace {

using test::contains;

struct Fish : test::Shell {
    // What is offered at the end of `line`, each with its description.
    std::string offers(const std::string& line) const
    {
        return run({"fish",
                    "--no-config",
                    "-c",
                    "source " + test::in_project("completions/azen.fish").string() +
                        "; complete -C '" + line + "'"})
            .out;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fish, "fish reads the script of the project, which is the table's")
{
    test::check_golden("completions/azen.fish", fish_completion());
    CHECK(completion_script("fish") == fish_completion());
    CHECK(parses("fish", "--no-execute", "completions/azen.fish"));
}

TEST_CASE_FIXTURE(Fish, "fish completes commands and verbs, each where it belongs")
{
    if (!has("fish")) {
        MESSAGE("fish is not installed: not checked");
        return;
    }

    CHECK(contains(offers("azen "), "memory\tremember"));
    CHECK_FALSE(contains(offers("azen "), "create\t"));
    CHECK(contains(offers("azen keys "), "create\tmake a key"));
    CHECK_FALSE(contains(offers("azen keys "), "memory\t"));
    CHECK_FALSE(contains(offers("azen "), "complete\t"));
}

TEST_CASE_FIXTURE(Fish,
                  "fish completes the options of the command at hand, their choices, and keys")
{
    if (!has("fish")) {
        MESSAGE("fish is not installed: not checked");
        return;
    }

    CHECK(contains(offers("azen keys create --exp"), "--expires\t"));
    CHECK(contains(offers("azen keys list --output "), "json"));
    CHECK(contains(offers("azen keys list --field req"), "requestCount"));
    CHECK(contains(offers("azen keys list --q"), "--quiet\t"));
    CHECK_FALSE(contains(offers("azen keys list --"), "--expires"));
    CHECK(contains(offers("azen keys show "), "deploy"));
    CHECK_FALSE(contains(offers("azen keys create "), "deploy"));
}

}  // namespace azen::cli

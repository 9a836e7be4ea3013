#include <doctest/doctest.h>

#include "cli/docs/completions.h"
#include "cli/support/shell.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Words;

struct Bash : test::Shell {
    // What is offered for the last of `words`, a line each; one empty line when there is nothing.
    std::string offers(const Words& words) const
    {
        const std::string script =
            "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _azen; "
            "printf '%s\\n' \"${COMPREPLY[@]}\"";
        Words command{"bash", "-c", script, test::in_project("completions/azen.bash").string()};
        command.insert(command.end(), words.begin(), words.end());
        return run(command).out;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Bash, "bash reads the script of the project, which is the table's")
{
    test::check_golden("completions/azen.bash", bash_completion());
    CHECK(completion_script("bash") == bash_completion());
    CHECK(parses("bash", "-n", "completions/azen.bash"));
}

TEST_CASE_FIXTURE(Bash, "bash completes commands and verbs")
{
    CHECK(contains(offers({"azen", ""}), "keys\n"));
    CHECK(contains(offers({"azen", ""}), "--version\n"));
    CHECK(offers({"azen", "mem"}) == "memory\n");
    CHECK(offers({"azen", "keys", "en"}) == "enable\n");
    CHECK(offers({"azen", "memory", "s"}) == "search\n");
    CHECK(contains(offers({"azen", "keys", ""}), "create\n"));
}

TEST_CASE_FIXTURE(Bash, "bash completes the options of the command at hand")
{
    CHECK(offers({"azen", "keys", "create", "--exp"}) == "--expires\n");
    CHECK(offers({"azen", "keys", "create", "name", "--exp"}) == "--expires\n");
    CHECK(offers({"azen", "serve", "--lis"}) == "--listen\n");
    CHECK(offers({"azen", "keys", "show", "--lis"}) == "\n");
    CHECK(contains(offers({"azen", "usage", "--"}), "--key-id\n"));
    CHECK(contains(offers({"azen", "serve", "--db", "x", "--"}), "--threads\n"));
}

TEST_CASE_FIXTURE(Bash, "bash completes the choices of an option, however it is written")
{
    CHECK(offers({"azen", "keys", "list", "--output", ""}) == "table\njson\njsonl\ncsv\nname\n");
    CHECK(offers({"azen", "keys", "list", "--output", "="}) == "table\njson\njsonl\ncsv\nname\n");
    CHECK(offers({"azen", "keys", "list", "--output", "=", "j"}) == "json\njsonl\n");
    CHECK(offers({"azen", "keys", "list", "-o", "t"}) == "table\n");
    CHECK(offers({"azen", "help", "--completion", "f"}) == "fish\n");
}

TEST_CASE_FIXTURE(Bash, "bash knows that the choices of an option differ between commands")
{
    CHECK(offers({"azen", "status", "--output", ""}) == "table\njson\n");
    CHECK(offers({"azen", "usage", "-o", ""}) == "auto\nchart\ntable\njson\njsonl\ncsv\n");
    CHECK(offers({"azen", "keys", "list", "--field", "req"}) == "requestCount\n");
    CHECK(offers({"azen", "memory", "list", "--field", "con"}) == "content\n");
    CHECK(offers({"azen", "keys", "list", "--qu"}) == "--quiet\n");
}

TEST_CASE_FIXTURE(Bash, "bash asks azen for the names of keys, where keys are meant")
{
    CHECK(offers({"azen", "keys", "show", ""}) == "ci\ndeploy\n");
    CHECK(offers({"azen", "keys", "delete", "d"}) == "deploy\n");
    CHECK(offers({"azen", "keys", "show", "x"}) == "\n");
    CHECK_FALSE(contains(offers({"azen", "keys", "create", ""}), "deploy"));
}

TEST_CASE_FIXTURE(Bash, "bash offers nothing where a text of one's own belongs")
{
    CHECK(offers({"azen", "keys", "create", "--expires", ""}) == "\n");
    CHECK(offers({"azen", "complet"}) == "\n");
    CHECK(offers({"azen", "nonsense", ""}) == "\n");
}

}  // namespace azen::cli

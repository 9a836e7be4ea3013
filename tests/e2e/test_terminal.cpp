/// The program at a terminal: script(1) gives it one.

#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

struct Terminal : Installation {
    /// Runs a line of shell in which $AZEN is the program; what the terminal was sent.
    Outcome at_terminal(const std::string& line, Words environment = {})
    {
        environment.push_back("TERM=xterm");
        environment.push_back(std::string{"AZEN="} + AZEN_BINARY);
        return run({"script", "--quiet", "--return", "--command", line, "/dev/null"},
                   {.environment = environment, .input = {}});
    }
};

bool has(const Outcome& outcome, const std::string& text)
{
    return outcome.out.find(text) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("terminal");

TEST_CASE_FIXTURE(Terminal, "long output goes through the pager, and errors go with it")
{
    create_key({"ci"});
    const Words pager{"AZEN_PAGER=sed 's/^/paged: /'"};

    CHECK(has(at_terminal("$AZEN keys list", pager), "paged: ci"));
    CHECK(has(at_terminal("$AZEN --help", pager), "paged: azen - "));
    CHECK(has(at_terminal("$AZEN keys list --page x", pager), "--page cannot be"));
    CHECK_FALSE(has(at_terminal("$AZEN keys list --no-pager", pager), "paged: "));
    CHECK_FALSE(has(at_terminal("$AZEN keys show ci", pager), "paged: "));
    CHECK_FALSE(has(at_terminal("$AZEN keys list | cat", pager), "paged: "));
}

TEST_CASE_FIXTURE(Terminal, "a pager that ends early is no error, and one that is missing no loss")
{
    create_key({"ci"});

    CHECK(at_terminal("$AZEN keys list", {"PAGER=true"}).status == 0);
    const Outcome without = at_terminal("$AZEN keys list", {"PAGER=no-such-pager"});
    CHECK(without.status == 0);
    CHECK(has(without, "ci"));
}

TEST_CASE_FIXTURE(Terminal, "there is colour at a terminal that wants it, and use is a chart")
{
    create_key({"ci"});

    CHECK(has(at_terminal("$AZEN keys show nobody"), "\x1b[1;31merror:"));
    CHECK_FALSE(has(at_terminal("$AZEN keys show nobody", {"NO_COLOR=1"}), "\x1b"));
    CHECK_FALSE(has(at_terminal("$AZEN keys show nobody 2>&1 | cat"), "\x1b"));
    CHECK(has(at_terminal("$AZEN keys usage ci", {"PAGER=cat"}), "requests a day (UTC)"));
    CHECK(has(at_terminal("$AZEN keys usage ci | cat"), "DAY "));
}

TEST_CASE_FIXTURE(Terminal, "a question at a terminal is asked, unless it is forbidden to")
{
    create_key({"ci"});

    const Outcome forbidden = at_terminal("$AZEN keys delete ci --no-input");
    CHECK(forbidden.status == 9);
    CHECK_FALSE(has(forbidden, "[y/N]"));
    const Outcome answered = run({"script",
                                  "--quiet",
                                  "--return",
                                  "--command",
                                  std::string{AZEN_BINARY} + " keys delete ci",
                                  "/dev/null"},
                                 {.environment = {"TERM=xterm"}, .input = "y\n"});
    CHECK(has(answered, "[y/N]"));
    CHECK(has(answered, "ci is revoked for ever"));
}

TEST_SUITE_END();

}  // namespace azen::test

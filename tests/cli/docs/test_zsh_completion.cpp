#include <doctest/doctest.h>

#include "cli/docs/completions.h"
#include "cli/support/shell.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Words;

// zsh completes only with a terminal. Stand-ins for its two helpers show what they are asked for
// instead: the specifications of the command that the words lead to, or the words to choose from.
constexpr const char* stand_ins = R"(
script=$1; shift; words=("$@")
_arguments() {
    if [[ $1 != -C ]]; then print -rl -- "$@"; return; fi
    words=("${(@)words[2,-1]}")
    if (( $#words == 1 )) && [[ -z $words[1] ]]; then state=word; else state=rest; fi
}
_describe() { print -rl -- "${(@P)4}" }
source $script
)";

struct Zsh : test::Shell {
    std::string offers(const Words& words) const
    {
        Words command{
            "zsh", "-f", "-c", stand_ins, "zsh", test::in_project("completions/_azen").string()};
        command.insert(command.end(), words.begin(), words.end());
        return run(command).out;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Zsh, "zsh reads the script of the project, which is the table's")
{
    test::check_golden("completions/_azen", zsh_completion());
    CHECK(completion_script("zsh") == zsh_completion());
    CHECK(parses("zsh", "-n", "completions/_azen"));
}

TEST_CASE_FIXTURE(Zsh, "zsh completes commands and verbs, with what they do")
{
    if (!has("zsh")) {
        MESSAGE("zsh is not installed: not checked");
        return;
    }

    CHECK(contains(offers({"azen", ""}), "memory:remember and find texts at a server\n"));
    CHECK(contains(offers({"azen", "keys", ""}), "limit:change a key's rate limit or quota\n"));
    CHECK_FALSE(contains(offers({"azen", ""}), "complete:"));
}

TEST_CASE_FIXTURE(Zsh, "zsh completes the options of the command at hand, their choices, and keys")
{
    if (!has("zsh")) {
        MESSAGE("zsh is not installed: not checked");
        return;
    }

    const std::string show = offers({"azen", "keys", "show"});
    CHECK(contains(show, "]:FORMAT:(table json jsonl csv name)\n"));
    CHECK(contains(show, ":NAME:(id name start "));
    CHECK(contains(show, "--quiet["));
    CHECK(contains(show, "--db=["));
    CHECK(contains(show, ":FILE:_files\n"));
    CHECK(contains(show, ":KEY:_azen_key_names\n"));
    CHECK_FALSE(contains(show, "--expires"));
    CHECK(contains(offers({"azen", "serve"}), "*--cors-origin=["));
}

}  // namespace azen::cli

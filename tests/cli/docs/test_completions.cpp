#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/docs/completions.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "support/process.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Outcome;
using test::Words;

// A directory whose `azen` knows two keys, first in the PATH of the shells under test.
struct Shell {
    Shell()
    {
        const std::filesystem::path azen = directory / "azen";
        std::ofstream{azen} << "#!/bin/sh\nif [ \"$1 $2\" = 'complete keys' ]; then\n"
                               "    printf 'ci\\ndeploy\\n'\nfi\n";
        std::filesystem::permissions(azen, std::filesystem::perms{0700});
    }

    Outcome run(const Words& words) const
    {
        return test::run({.arguments = words,
                          .environment = {"PATH=" + directory.path().string() + ":/usr/bin:/bin",
                                          "HOME=" + directory.path().string(),
                                          "TERM=dumb"}});
    }

    bool has(const std::string& program) const
    {
        return run({"sh", "-c", "command -v " + program}).status == 0;
    }

    // What bash offers for the last of `words`, a line each.
    std::string bash(const Words& words) const
    {
        std::string script =
            "source \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _azen; "
            "printf '%s\\n' \"${COMPREPLY[@]}\"";
        Words command{"bash", "-c", script, test::in_project("completions/azen.bash").string()};
        command.insert(command.end(), words.begin(), words.end());
        return run(command).out;
    }

    // What fish offers for a line, each with its description.
    std::string fish(const std::string& line) const
    {
        return run({"fish",
                    "--no-config",
                    "-c",
                    "source " + test::in_project("completions/azen.fish").string() +
                        "; complete -C '" + line + "'"})
            .out;
    }

    test::TempDir directory;
};

}  // namespace

TEST_CASE("the completions in the project are those that the command table makes")
{
    test::check_golden("completions/azen.bash", bash_completion());
    test::check_golden("completions/_azen", zsh_completion());
    test::check_golden("completions/azen.fish", fish_completion());
}

TEST_CASE("help writes the completions of each shell")
{
    test::Console console;

    CHECK(console.run({"help", "--completion", "bash"}) == ExitStatus::ok);
    CHECK(console.out() == bash_completion());
    CHECK(console.run({"help", "--completion", "zsh"}) == ExitStatus::ok);
    CHECK(console.out() == zsh_completion());
    CHECK(console.run({"help", "--completion", "fish"}) == ExitStatus::ok);
    CHECK(console.out() == fish_completion());
    CHECK(console.run({"help", "--completion", "tcsh"}) == ExitStatus::usage);
}

TEST_CASE_FIXTURE(Shell, "each shell can read its script")
{
    const auto parses = [this](
                            const std::string& shell, const std::string& option, const char* file) {
        const Outcome outcome = run({shell, option, test::in_project(file).string()});
        return !has(shell) || (outcome.status == 0 && outcome.err.empty());
    };

    CHECK(parses("bash", "-n", "completions/azen.bash"));
    CHECK(parses("zsh", "-n", "completions/_azen"));
    CHECK(parses("fish", "--no-execute", "completions/azen.fish"));
}

TEST_CASE_FIXTURE(Shell, "bash completes commands, verbs, options, choices and keys")
{
    CHECK(contains(bash({"azen", ""}), "keys\n"));
    CHECK(bash({"azen", "mem"}) == "memory\n");
    CHECK(bash({"azen", "keys", "en"}) == "enable\n");
    CHECK(bash({"azen", "keys", "create", "--exp"}) == "--expires\n");
    CHECK(bash({"azen", "keys", "list", "--output", ""}) == "table\njson\n");
    CHECK(bash({"azen", "keys", "list", "--output", "=", "j"}) == "json\n");
    CHECK(bash({"azen", "keys", "list", "-o", "t"}) == "table\n");
    CHECK(bash({"azen", "keys", "show", ""}) == "ci\ndeploy\n");
    CHECK(bash({"azen", "keys", "show", "d"}) == "deploy\n");
    CHECK(bash({"azen", "serve", "--lis"}) == "--listen\n");
    CHECK(contains(bash({"azen", "usage", "--"}), "--key-id\n"));
}

TEST_CASE_FIXTURE(Shell, "bash offers nothing where a text of one's own belongs")
{
    CHECK(bash({"azen", "keys", "create", "--expires", ""}) == "\n");
    CHECK(bash({"azen", "complet"}) == "\n");
}

TEST_CASE_FIXTURE(Shell, "fish completes commands, verbs, options, choices and keys")
{
    if (!has("fish")) {
        MESSAGE("fish is not installed: not checked");
        return;
    }

    CHECK(contains(fish("azen "), "memory\t"));
    CHECK(contains(fish("azen keys "), "create\t"));
    CHECK_FALSE(contains(fish("azen keys "), "memory\t"));
    CHECK(contains(fish("azen keys create --exp"), "--expires\t"));
    CHECK(contains(fish("azen keys list --output "), "json"));
    CHECK(contains(fish("azen keys show "), "deploy"));
}

}  // namespace azen::cli

/// Rotation with real processes: pipes, signals and descriptors as scripts have them.

#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

struct Rotating {
    Installation machine;
    std::string old_secret = machine.create_key({"ci"});

    /// A line of shell in which $AZEN is the program.
    Outcome shell(const std::string& line)
    {
        return machine.run({"sh", "-c", line},
                           {.environment = {Installation::azen_variable()}, .input = {}});
    }

    bool works(const std::string& secret)
    {
        return machine.azen({"keys", "verify", "--key-stdin"}, {.environment = {}, .input = secret})
                   .status == 0;
    }

    std::string secrets() { return machine.azen({"keys", "show", "ci", "--field", "secrets"}).out; }

    static bool has(const std::string& text, const std::string& part)
    {
        return text.find(part) != std::string::npos;
    }
};

}  // namespace

TEST_SUITE_BEGIN("rotation");

TEST_CASE_FIXTURE(Rotating,
                  "a secret that standard output does not take is dropped, and not in silence")
{
    for (const char* line :
         {"\"$AZEN\" keys rotate ci > /dev/full",
          "\"$AZEN\" keys rotate ci >&-",
          "\"$AZEN\" keys rotate ci --now --yes >&-",
          "mkfifo \"$HOME/pipe\"; : < \"$HOME/pipe\" & exec 4> \"$HOME/pipe\"; wait; "
          "\"$AZEN\" keys rotate ci >&4"}) {
        CAPTURE(line);

        const Outcome outcome = shell(line);

        CHECK(outcome.status == 1);
        CHECK(has(outcome.err, "reached nobody and was dropped"));
        CHECK_FALSE(has(secrets(), "pending"));
        CHECK(works(old_secret));
    }
}

TEST_CASE_FIXTURE(Rotating, "a key made with standard output closed is revoked")
{
    const Outcome outcome = shell("\"$AZEN\" keys create deaf >&-");

    CHECK(outcome.status == 1);
    CHECK(machine.key_field("deaf", "status") == "revoked");
}

TEST_CASE_FIXTURE(Rotating,
                  "a descriptor of the shell's takes the secret, and none of azen's own does")
{
    const std::string file = machine.keeps_secret(machine.home() / "key").string();
    CHECK(shell("\"$AZEN\" keys rotate ci --to-fd 3 3> \"$HOME/key\"").status == 0);
    CHECK(works(machine.run({"cat", file}).out));

    for (const char* number : {"3", "4", "5"}) {
        CAPTURE(number);
        const std::string line = "exec 3>&- 4>&- 5>&-; \"$AZEN\" keys rotate ci --to-fd ";
        CHECK(shell(line + number).status == 2);
    }
}

TEST_CASE_FIXTURE(Rotating, "a command takes the secret on its standard input")
{
    const std::string file = machine.keeps_secret(machine.home() / "ci").string();

    const Outcome outcome = machine.azen(
        {"keys", "rotate", "ci", "--deliver", "echo a word; cat > \"$HOME/$AZEN_KEY_NAME\""});

    CHECK(outcome.status == 0);
    CHECK(outcome.out.empty());
    CHECK(has(outcome.err, "a word"));
    CHECK(works(machine.run({"cat", file}).out));
}

TEST_CASE_FIXTURE(Rotating, "a command that is killed leaves the key as it was")
{
    const Outcome outcome = machine.azen(
        {"keys", "rotate", "ci", "--now", "--yes", "--deliver", "cat >/dev/null; kill $$"});

    CHECK(outcome.status == 1);
    CHECK(has(outcome.err, "ended by signal 15"));
    CHECK_FALSE(has(secrets(), "pending"));
    CHECK(works(old_secret));
}

TEST_CASE_FIXTURE(Rotating, "a shell takes the line that sets a variable")
{
    const Outcome outcome = shell(
        "eval \"$(\"$AZEN\" keys rotate ci --output env)\" && "
        "\"$AZEN\" keys verify");

    CHECK(outcome.status == 0);
}

TEST_SUITE_END();

}  // namespace azen::test

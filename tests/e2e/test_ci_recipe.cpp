/// The recipes of docs/ci-rotation.md, run as they stand there; those for code hosts with stand-ins
/// for the hosts' own programs.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "support/content.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// The page's block of code that follows `heading` and begins with `fence`.
std::string block_after(const std::string& heading, const std::string& fence)
{
    const std::string page =
        content_of(std::filesystem::path{AZEN_PROJECT_DIR} / "docs/ci-rotation.md");
    const std::size_t start = page.find(fence, page.find(heading));
    REQUIRE(start != std::string::npos);
    const std::size_t first = start + fence.size();
    return page.substr(first, page.find("```", first) - first);
}

std::string recipe()
{
    return block_after("## Any shell", "```sh\n");
}

/// The commands of a job in YAML, those that each begin with `item`: of the rest of the line, or,
/// folded into one line, of the lines below that are indented further.
std::vector<std::string> steps_of(const std::string& job, const std::string& item)
{
    std::vector<std::string> steps;
    std::istringstream lines{job};
    std::size_t indent = std::string::npos;  // of the item that is being read
    for (std::string line; std::getline(lines, line);) {
        const std::size_t start = line.find_first_not_of(' ');
        if (start != std::string::npos && line.compare(start, item.size(), item) == 0) {
            const std::string rest = line.substr(start + item.size());
            steps.push_back(rest == ">-" ? "" : rest);
            indent = rest == ">-" ? start : std::string::npos;
        } else if (indent != std::string::npos && start > indent) {
            steps.back() += (steps.back().empty() ? "" : " ") + line.substr(start);
        }
    }
    return steps;
}

/// The same in seconds instead of minutes and hours.
std::string hurried(std::string step)
{
    for (const auto& [slow, fast] : {std::pair{" 10m", " 1s"}, std::pair{" 1h", " 20s"}}) {
        if (const std::size_t at = step.find(slow); at != std::string::npos) {
            step.replace(at, std::string_view{slow}.size(), fast);
        }
    }
    return step;
}

/// A server, a pipeline, and a vault that services read their key from.
struct Pipeline {
    Installation machine;
    RunningServer server{machine};
    std::string old_secret = machine.create_key({"ci", "--rate", "none"});

    Pipeline() { std::ofstream{machine.keeps_secret(vault())} << old_secret; }

    std::filesystem::path vault() const { return machine.home() / "vault"; }

    int status_of(const std::string& secret) const { return server.request(verify(secret)).status; }

    /// Runs the recipe; what its services do when they are deployed is to call the server.
    Outcome run(const std::string& store, const std::string& patience = "20s")
    {
        const auto programs = std::filesystem::path{AZEN_BINARY}.parent_path().string();
        const Words environment{
            "KEY=ci",
            "RUN=run-1",
            "STORE=" + store,
            "DEPLOY=curl --silent --fail --output /dev/null --header \"azen-api-key: $(cat "
            "$HOME/vault)\" " +
                server.url("/api/v1/verify"),
            "QUIET=1s",
            "PATIENCE=" + patience};
        return machine.run({"sh", "-c", "PATH=" + programs + ":$PATH\n" + recipe()},
                           {.environment = environment, .input = {}});
    }
};

/// A code host's runner: each step in a shell of its own, on a machine that has `program`, which
/// puts into the vault what it is given when it is called as `call`.
struct Runner : Pipeline {
    Outcome run_job(const std::string& program,
                    const std::string& call,
                    const Words& environment,
                    const std::vector<std::string>& steps)
    {
        const auto bin = machine.home() / "bin";
        std::filesystem::create_directories(bin);
        std::ofstream{bin / program} << "#!/bin/sh\ntest \"$*\" = '" << call << "' && "
                                     << "cat > $HOME/vault.new && mv $HOME/vault.new $HOME/vault\n";
        std::filesystem::permissions(bin / program, std::filesystem::perms::owner_all);
        const auto programs = std::filesystem::path{AZEN_BINARY}.parent_path().string();
        Outcome outcome;
        for (const std::string& step : steps) {
            const std::string path = "PATH=" + bin.string() + ":" + programs + ":$PATH\n";
            outcome = machine.run({"bash", "-e", "-c", path + hurried(step)},
                                  {.environment = environment, .input = {}});
            if (outcome.status != 0) {
                break;
            }
        }
        return outcome;
    }

    /// Runs the job beside a service that takes its key from the vault, and again, as when a run
    /// is repeated.
    void check_job(const std::string& program,
                   const std::string& call,
                   const Words& environment,
                   const std::vector<std::string>& steps)
    {
        REQUIRE(steps.size() == 2);
        std::atomic<bool> stop{false};
        int refused = 0;
        Outcome outcome;
        Outcome repeated;
        std::string secret;
        {
            const std::jthread service{[&] {
                while (!stop) {
                    refused += status_of(content_of(vault())) == 200 ? 0 : 1;
                }
            }};
            outcome = run_job(program, call, environment, steps);
            secret = content_of(vault());
            repeated = run_job(program, call, environment, steps);
            stop = true;
        }

        CHECK_MESSAGE(outcome.status == 0, outcome.err);
        CHECK(refused == 0);
        CHECK(secret != old_secret);
        CHECK(status_of(secret) == 200);
        CHECK(status_of(old_secret) == 403);
        CHECK_MESSAGE(repeated.status == 0, repeated.err);
        CHECK(content_of(vault()) == secret);
    }
};

/// A whole file at once, so that no service reads half a secret.
constexpr const char* store_in_vault = "cat > $HOME/vault.new && mv $HOME/vault.new $HOME/vault";

}  // namespace

TEST_SUITE_BEGIN("ci-recipe");

TEST_CASE_FIXTURE(Pipeline, "the recipe rotates under a service at work, and nothing is refused")
{
    std::atomic<bool> stop{false};
    int refused = 0;
    int accepted = 0;
    Outcome outcome;

    {
        const std::jthread service{[&] {
            while (!stop) {
                ++(status_of(content_of(vault())) == 200 ? accepted : refused);
            }
        }};
        outcome = run(store_in_vault);
        stop = true;
    }

    CHECK_MESSAGE(outcome.status == 0, outcome.err);
    CHECK(accepted > 0);
    CHECK(refused == 0);
    const std::string secret = content_of(vault());
    CHECK(secret != old_secret);
    CHECK(status_of(secret) == 200);
    CHECK(status_of(old_secret) == 403);
    CHECK((outcome.out + outcome.err).find(secret.substr(8)) == std::string::npos);
}

TEST_CASE_FIXTURE(Pipeline, "run again, the recipe does not rotate again")
{
    CHECK(run(store_in_vault).status == 0);
    const std::string secret = content_of(vault());

    CHECK(run(store_in_vault).status == 0);

    CHECK(content_of(vault()) == secret);
    CHECK(status_of(secret) == 200);
}

TEST_CASE_FIXTURE(Pipeline, "a vault that fails leaves the old secret, and the next run succeeds")
{
    CHECK(run("cat > /dev/null; exit 1").status == 1);
    CHECK(status_of(old_secret) == 200);

    CHECK(run(store_in_vault).status == 0);
    CHECK(status_of(old_secret) == 403);
}

TEST_CASE_FIXTURE(Pipeline, "a client that stays with the old secret is named, and not cut off")
{
    std::atomic<bool> stop{false};
    Outcome outcome;

    {
        const std::jthread laggard{[&] {
            while (!stop) {
                status_of(old_secret);
            }
        }};
        outcome = run(store_in_vault, "2s");
        stop = true;
    }

    CHECK(outcome.status == 10);
    CHECK(outcome.err.find("used by 127.0.0.1") != std::string::npos);
    CHECK(status_of(old_secret) == 200);
}

TEST_CASE_FIXTURE(Runner, "the job for GitHub Actions rotates, and repeated does not rotate again")
{
    check_job("gh",
              "secret set AZEN_API_KEY --repo acme/app",
              {"GITHUB_RUN_ID=17", "GITHUB_REPOSITORY=acme/app"},
              steps_of(block_after("## GitHub Actions", "```yaml\n"), "- run: "));
}

TEST_CASE_FIXTURE(Runner, "the job for GitLab CI rotates, and repeated does not rotate again")
{
    check_job("glab",
              "variable update AZEN_API_KEY --masked",
              {"CI_PIPELINE_ID=17"},
              steps_of(block_after("## GitLab CI", "```yaml\n"), "- "));
}

TEST_SUITE_END();

}  // namespace azen::test

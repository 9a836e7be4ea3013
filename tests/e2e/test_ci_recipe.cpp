/// The shell recipe of docs/ci-rotation.md, run as it stands there.

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream stream{file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// The first block of shell in the page.
std::string recipe()
{
    const std::string page =
        content_of(std::filesystem::path{AZEN_PROJECT_DIR} / "docs/ci-rotation.md");
    const std::string fence = "```sh\n";
    const std::size_t start = page.find(fence);
    REQUIRE(start != std::string::npos);
    const std::size_t first = start + fence.size();
    return page.substr(first, page.find("```", first) - first);
}

/// A server, a pipeline, and a vault that services read their key from.
struct Pipeline {
    Installation machine;
    RunningServer server{machine};
    std::string old_secret = machine.create_key({"ci", "--rate", "none"});

    Pipeline() { std::ofstream{vault()} << old_secret; }

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

TEST_SUITE_END();

}  // namespace azen::test

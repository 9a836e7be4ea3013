#include <filesystem>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::Console;
using test::contains;
using test::Words;

/// Two keys of 100 days, one of today, and one that has been revoked.
struct Several : Console {
    std::string first = create_key("first");
    std::string second = create_key("second");

    Several()
    {
        create_key("gone");
        run({"keys", "delete", "gone", "--yes"});
        clock.advance(24h * 100);
        create_key("fresh");
        std::filesystem::create_directory(secrets());
    }

    std::filesystem::path secrets() const { return home() / "secrets"; }

    ExitStatus rotate_all(const Words& options)
    {
        Words words{"keys", "rotate", "--all", "--older-than", "90d"};
        words.insert(words.end(), options.begin(), options.end());
        return run(words);
    }

    std::string id_of(const std::string& name)
    {
        run({"keys", "show", name, "--field", "id"});
        return first_line();
    }

    bool works(const std::string& secret)
    {
        set("AZEN_API_KEY", secret.substr(0, secret.find('\n')));
        return run({"keys", "verify"}) == ExitStatus::ok;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Several, "every key with an old secret gets a new one, in a file of its own")
{
    CHECK(rotate_all({"--to-directory", secrets().string()}) == ExitStatus::ok);

    CHECK(contains(out(), "first is rotated"));
    CHECK(contains(out(), "second is rotated"));
    CHECK_FALSE(contains(out(), "fresh"));
    CHECK_FALSE(contains(out(), "gone"));
    for (const char* name : {"first", "second"}) {
        CHECK(works(test::read_file(secrets() / (id_of(name) + ".key"))));
    }
    CHECK(std::distance(std::filesystem::directory_iterator{secrets()}, {}) == 2);
}

TEST_CASE_FIXTURE(Several, "what is rotated once is not old any more")
{
    rotate_all({"--to-directory", secrets().string()});

    CHECK(rotate_all({"--to-directory", secrets().string()}) == ExitStatus::ok);

    CHECK(out().empty());
    CHECK(contains(err(), "no key has a secret that old"));
}

TEST_CASE_FIXTURE(Several, "a dry run tells which keys are due, and how old their secrets are")
{
    CHECK(rotate_all({"--dry-run"}) == ExitStatus::ok);

    CHECK(contains(out(), "first would be rotated: its secret was made 100d ago"));
    CHECK(contains(out(), "second would be rotated"));
    CHECK(rotate_all({"--dry-run", "--output", "json"}) == ExitStatus::ok);
    CHECK(nlohmann::json::parse(out()).at("results").size() == 2);
}

TEST_CASE_FIXTURE(Several, "a key that cannot be rotated keeps no other from it")
{
    const std::string file = (home() / "got").string();

    CHECK(rotate_all({"--deliver",
                      "test $AZEN_KEY_NAME = second && cat > " + file + " || { cat; exit 1; }",
                      "--output",
                      "json"}) == ExitStatus::partial);

    const auto json = nlohmann::json::parse(out());
    CHECK(json.at("done") == 1);
    CHECK(json.at("failed") == 1);
    CHECK(works(test::read_file(file)));
    CHECK(works(first));
}

TEST_CASE_FIXTURE(Several, "revoking all of them at once is asked about")
{
    CHECK(rotate_all({"--now", "--to-directory", secrets().string()}) == ExitStatus::declined);
    CHECK(works(first));

    CHECK(rotate_all({"--now", "--yes", "--to-directory", secrets().string()}) == ExitStatus::ok);
    CHECK_FALSE(works(first));
}

TEST_CASE_FIXTURE(Several, "a directory that is missing is found out before anything is made")
{
    CHECK(rotate_all({"--to-directory", (home() / "absent").string()}) == ExitStatus::usage);
    CHECK(rotate_all({"--dry-run"}) == ExitStatus::ok);
    CHECK(contains(out(), "first would be rotated"));
}

}  // namespace azen::cli

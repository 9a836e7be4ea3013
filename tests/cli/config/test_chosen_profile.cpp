#include <fstream>

#include <doctest/doctest.h>

#include "cli/config/chosen_profile.h"
#include "cli/config/configuration_file.h"
#include "cli/support/parsing.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

struct Machine {
    Machine()
    {
        REQUIRE(write_configuration(directory / "config.toml",
                                    "profile = \"work\"\n"
                                    "[profiles.work]\nkey_file = \"work.key\"\n"
                                    "[profiles.home]\ndb = \"/srv/home.db\"\n")
                    .has_value());
        variables["AZEN_CONFIG"] = (directory / "config.toml").string();
    }

    Result<std::optional<Profile>> choose(const std::vector<std::string>& words = {}) const
    {
        const Environment environment{variables};
        for (const Command& row : command_table()) {
            if (row.words == "keys list") {
                const Arguments arguments =
                    TRY(parse_arguments(row, words, environment, test::FakeClock::default_start));
                return choose_profile(arguments, environment);
            }
        }
        return fail(ErrorKind::internal, "no such row", "name one of the table's");
    }

    test::TempDir directory;
    Environment::Variables variables;
};

}  // namespace

TEST_CASE_FIXTURE(Machine, "the option beats the environment, and that the configuration")
{
    CHECK(choose()->value().name == "work");
    variables["AZEN_PROFILE"] = "home";
    CHECK(choose()->value().name == "home");
    CHECK(choose({"--profile", "work"})->value().name == "work");
}

TEST_CASE_FIXTURE(Machine, "paths of a profile are resolved")
{
    CHECK(choose()->value().key_file == (directory / "work.key").string());
    CHECK(choose({"--profile", "home"})->value().db == "/srv/home.db");
}

TEST_CASE_FIXTURE(Machine, "a profile that is not there is an error, whoever names it")
{
    CHECK(choose({"--profile", "hoem"}).error().hint == "did you mean home?");
    variables["AZEN_PROFILE"] = "elsewhere";
    CHECK(choose().error().kind == ErrorKind::not_found);
}

TEST_CASE("nothing written down means no profile, also where nothing could be")
{
    Machine machine;
    machine.variables = {{"HOME", machine.directory.path().string()}};
    CHECK_FALSE(machine.choose()->has_value());
    machine.variables.clear();
    CHECK_FALSE(machine.choose()->has_value());
    CHECK(machine.choose({"--profile", "work"}).error().kind == ErrorKind::invalid);
}

}  // namespace azen::cli

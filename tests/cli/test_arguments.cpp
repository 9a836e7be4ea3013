#include <array>

#include <doctest/doctest.h>

#include "cli/arguments.h"

namespace azen::cli {
namespace {

constexpr Option plain{.name = "plain", .value_name = "X", .help = "an option"};
constexpr Option preset{
    .name = "preset", .value_name = "X", .help = "another", .default_value = "d"};
constexpr Option settable{.name = "settable",
                          .value_name = "X",
                          .help = "one that a profile can say",
                          .default_value = "d",
                          .setting = &Profile::db};
constexpr std::array options{&plain, &preset, &settable};
constexpr std::array positionals{Positional{.name = "WHAT", .help = "a word"}};
constexpr Command command{.words = "row",
                          .summary = "a row",
                          .description = "A row.",
                          .positionals = positionals,
                          .options = options};

Arguments make(Arguments::Values values)
{
    return {command, std::move(values), from_epoch_ms(7)};
}

}  // namespace

TEST_CASE("what was said is there, the first of it when there is more")
{
    const Arguments arguments = make({{"plain", {"a", "b"}}, {"WHAT", {"w"}}});

    CHECK(arguments.has("plain"));
    CHECK(arguments.value("plain") == "a");
    CHECK(arguments.values("plain") == std::vector<std::string>{"a", "b"});
    CHECK(arguments.required("WHAT") == "w");
}

TEST_CASE("a default is a value, but was not said")
{
    const Arguments arguments = make({});

    CHECK(arguments.value("preset") == "d");
    CHECK(arguments.required("preset") == "d");
    CHECK_FALSE(arguments.has("preset"));
    CHECK(arguments.values("preset").empty());
}

TEST_CASE("what was said beats the default, even when it is empty")
{
    CHECK(make({{"preset", {"x"}}}).value("preset") == "x");
    CHECK(make({{"preset", {""}}}).value("preset") == "");
}

TEST_CASE("what was not said and has no default is nothing")
{
    const Arguments arguments = make({});

    CHECK_FALSE(arguments.value("plain").has_value());
    CHECK_FALSE(arguments.value("WHAT").has_value());
    CHECK_FALSE(arguments.has("WHAT"));
}

TEST_CASE("typed beats the environment, that the profile, and that the default")
{
    const auto said = [](Arguments::Values typed, Arguments::Values environment, bool profile) {
        Arguments arguments{command, std::move(typed), from_epoch_ms(7), std::move(environment)};
        if (profile) {
            arguments.use({.name = "p", .db = "profile"});
        }
        return std::pair{arguments.required("settable"), arguments.origin("settable")};
    };
    const Arguments::Values typed{{"settable", {"typed"}}};
    const Arguments::Values environment{{"settable", {"environment"}}};

    CHECK(said(typed, environment, true) == std::pair{std::string{"typed"}, Origin::command_line});
    CHECK(said({}, environment, true) ==
          std::pair{std::string{"environment"}, Origin::environment});
    CHECK(said({}, {}, true) == std::pair{std::string{"profile"}, Origin::profile});
    CHECK(said({}, {}, false) == std::pair{std::string{"d"}, Origin::built_in});
}

TEST_CASE("a profile speaks for its own settings only, and only where it says something")
{
    Arguments arguments = make({});
    arguments.use({.name = "p"});

    CHECK(arguments.origin("settable") == Origin::built_in);
    CHECK(arguments.origin("preset") == Origin::built_in);
    CHECK(arguments.profile()->name == "p");
}

TEST_CASE("what serves several commands can ask what this one has")
{
    CHECK(make({}).offers("plain"));
    CHECK_FALSE(make({}).offers("dry-run"));
}

TEST_CASE("every command has the options that all have")
{
    CHECK(make({{"quiet", {"true"}}}).has("quiet"));
    CHECK_FALSE(make({}).has("no-input"));
}

TEST_CASE("the time is the one it was made with")
{
    CHECK(make({}).now() == from_epoch_ms(7));
}

}  // namespace azen::cli

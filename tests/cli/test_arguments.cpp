#include <array>

#include <doctest/doctest.h>

#include "cli/arguments.h"

namespace azen::cli {
namespace {

constexpr Option plain{.name = "plain", .value_name = "X", .help = "an option"};
constexpr Option preset{
    .name = "preset", .value_name = "X", .help = "another", .default_value = "d"};
constexpr std::array options{&plain, &preset};
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

#include <rapidcheck.h>

#include <array>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "cli/option_parser.h"

namespace azen::cli {
namespace {

constexpr std::array<std::string_view, 2> colours{"red", "blue"};
constexpr Option name{.name = "name", .short_name = 'n', .value_name = "TEXT", .help = "a name"};
constexpr Option force{.name = "force", .short_name = 'f', .help = "a flag"};
constexpr Option colour{.name = "colour",
                        .value_name = "COLOUR",
                        .help = "a choice",
                        .default_value = "red",
                        .choices = colours};
constexpr Option store{
    .name = "store", .value_name = "FILE", .help = "a file", .environment = "TEST_STORE"};
constexpr Option tag{
    .name = "tag", .value_name = "TEXT", .help = "tags", .occurs = Occurs::repeatedly};
constexpr std::array options{&name, &force, &colour, &store, &tag};
constexpr std::array positionals{
    Positional{.name = "WHAT", .help = "required"},
    Positional{.name = "MORE", .help = "optional", .presence = Presence::optional}};
constexpr Command command{.words = "test row",
                          .summary = "a row",
                          .description = "A row.",
                          .positionals = positionals,
                          .options = options};
constexpr std::array several_positionals{
    Positional{.name = "EACH", .help = "repeated", .occurs = Occurs::repeatedly},
    Positional{.name = "LAST", .help = "required"}};
constexpr Command several{.words = "test several",
                          .summary = "another row",
                          .description = "Another row.",
                          .positionals = several_positionals};

Result<Arguments> parse(const std::vector<std::string>& typed, const Environment& environment = {})
{
    return parse_arguments(command, typed, environment, from_epoch_ms(42));
}

Error error_of(const std::vector<std::string>& typed)
{
    const Result<Arguments> parsed = parse(typed);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error();
}

}  // namespace

TEST_CASE("positionals and options are read in any order")
{
    const Result<Arguments> before = parse({"--name", "a", "thing", "--force"});
    const Result<Arguments> after = parse({"thing", "-f", "-n", "a"});

    REQUIRE(before.has_value());
    REQUIRE(after.has_value());
    CHECK(before->value("WHAT") == "thing");
    CHECK(before->value("name") == "a");
    CHECK(before->has("force"));
    CHECK(after->value("WHAT") == "thing");
    CHECK(after->value("name") == "a");
    CHECK(after->has("force"));
    CHECK(after->now() == from_epoch_ms(42));
}

TEST_CASE("a value may be joined to its option")
{
    CHECK(parse({"x", "--name=a=b"})->value("name") == "a=b");
    CHECK(parse({"x", "-na"})->value("name") == "a");
}

TEST_CASE("an empty value is a value")
{
    CHECK(parse({"x", "--name="})->value("name") == "");
    CHECK(parse({"x", "--name", ""})->value("name") == "");
    CHECK(parse({"--name=", "x"})->value("WHAT") == "x");
    CHECK(parse({""})->value("WHAT") == "");
}

TEST_CASE("values that look like lists or containers stay as they were typed")
{
    CHECK(parse({"[a,b]"})->value("WHAT") == "[a,b]");
    CHECK(parse({"{}"})->value("WHAT") == "{}");
    CHECK(parse({"x", "--name", "[]"})->value("name") == "[]");
    CHECK(parse({"x", "--name={}"})->value("name") == "{}");
    CHECK(parse({"x", "--tag", "[1,2]"})->values("tag") == std::vector<std::string>{"[1,2]"});
}

TEST_CASE("a lone dash is an argument, and after two dashes everything is")
{
    CHECK(parse({"-"})->value("WHAT") == "-");
    CHECK(parse({"--", "--force"})->value("WHAT") == "--force");
    CHECK_FALSE(parse({"--", "--force"})->has("force"));
    CHECK(parse({"--", "--name="})->value("WHAT") == "--name=");
}

TEST_CASE("what was not said is nothing, or the row's default")
{
    const Result<Arguments> parsed = parse({"x"});

    CHECK_FALSE(parsed->value("name").has_value());
    CHECK_FALSE(parsed->has("force"));
    CHECK_FALSE(parsed->value("MORE").has_value());
    CHECK(parsed->value("colour") == "red");
    CHECK_FALSE(parsed->has("colour"));
    CHECK(parsed->required("colour") == "red");
}

TEST_CASE("the environment speaks when the option does not")
{
    const Environment environment{{{"TEST_STORE", "/env"}}};

    CHECK(parse({"x"}, environment)->value("store") == "/env");
    CHECK(parse({"x"}, environment)->has("store"));
    CHECK(parse({"x", "--store", "/flag"}, environment)->value("store") == "/flag");
    CHECK_FALSE(parse({"x"})->has("store"));
}

TEST_CASE("an option that may be repeated keeps every value in order")
{
    const Result<Arguments> parsed = parse({"--tag", "a", "x", "--tag", "b", "y"});

    CHECK(parsed->values("tag") == std::vector<std::string>{"a", "b"});
    CHECK(parsed->value("WHAT") == "x");
    CHECK(parsed->value("MORE") == "y");
}

TEST_CASE("a missing argument is named")
{
    CHECK(error_of({}).message == "WHAT is missing");
    CHECK(error_of({}).kind == ErrorKind::invalid);
    CHECK(error_of({}).hint.find("azen test row --help") != std::string::npos);
}

TEST_CASE("a repeated positional takes all words but those that the ones behind it need")
{
    const auto read = [](const std::vector<std::string>& typed) {
        return parse_arguments(several, typed, {}, from_epoch_ms(42));
    };

    CHECK(read({"a", "z"})->values("EACH") == std::vector<std::string>{"a"});
    CHECK(read({"a", "b", "c", "z"})->values("EACH") == std::vector<std::string>{"a", "b", "c"});
    CHECK(read({"a", "b", "c", "z"})->value("LAST") == "z");
    CHECK(read({"a"}).error().message == "LAST is missing");
    CHECK(read({}).error().message == "EACH is missing");
}

TEST_CASE("an unknown option is named, and the nearest one suggested")
{
    const Error error = error_of({"x", "--colur", "red"});

    CHECK(error.message == "unknown option '--colur'");
    CHECK(error.hint == "did you mean --colour?");
}

TEST_CASE("the value of an unknown option is not repeated")
{
    CHECK(error_of({"x", "--password=hunter2"}).message == "unknown option '--password'");
}

TEST_CASE("an option without its value, twice, or with a value it cannot have is refused")
{
    CHECK(error_of({"x", "--name"}).message == "--name needs a value");
    CHECK(error_of({"x", "-n", "a", "--name", "b"}).message == "--name was given more than once");
    CHECK(error_of({"x", "--force=maybe"}).message == "--force takes no value");
    CHECK(error_of({"x", "--colour", "green"}).message == "--colour cannot be 'green'");
    CHECK(error_of({"x", "--colour", "green"}).hint == "it is one of: red, blue");
}

TEST_CASE("an argument too many is refused")
{
    CHECK(error_of({"a", "b", "c"}).message == "unexpected argument 'c'");
}

TEST_CASE("any text can be an argument behind two dashes, and any can be a value")
{
    CHECK(rc::check("texts arrive unchanged", [](const std::string& text) {
        const Result<Arguments> positional = parse({"--", text});
        const Result<Arguments> value = parse({"x", "--name", text});
        RC_ASSERT(positional.has_value());
        RC_ASSERT(value.has_value());
        RC_ASSERT(positional->value("WHAT") == text);
        RC_ASSERT(value->value("name") == text);
    }));
}

}  // namespace azen::cli

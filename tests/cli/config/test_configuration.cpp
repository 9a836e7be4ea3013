#include <string>

#include <doctest/doctest.h>

#include "cli/config/configuration.h"

namespace azen::cli {
namespace {

Error error_of(const std::string& text)
{
    const Result<Configuration> parsed = parse_configuration(text);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error();
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a configuration has profiles, one of them in use")
{
    const Configuration read = parse_configuration(R"(
# a comment
profile = "work"

[profiles.work]
base_url = "https://api.azen.sh"
key_command = "pass show azen"

[profiles.laptop]
base_url = "http://127.0.0.1:8080"
key_file = "~/laptop.key"
db = "/srv/azen.db"
)")
                                   .value();

    CHECK(read.used == "work");
    REQUIRE(read.profiles.size() == 2);
    CHECK(read.profiles[0].name == "laptop");
    CHECK(*read.find("work") == Profile{.name = "work",
                                        .base_url = "https://api.azen.sh",
                                        .key_command = "pass show azen"});
    CHECK(read.find("laptop")->key_file == "~/laptop.key");
    CHECK(read.find("laptop")->db == "/srv/azen.db");
    CHECK(read.find("nobody") == nullptr);
}

TEST_CASE("an empty file is an empty configuration")
{
    CHECK(parse_configuration("").value() == Configuration{});
    CHECK(parse_configuration("# nothing\n").value() == Configuration{});
    CHECK(parse_configuration("profile = \"later\"\n")->used == "later");
}

TEST_CASE("what means nothing is refused, with its line and what was meant")
{
    const Error error = error_of("\n[profiles.work]\nbase_ulr = \"https://api.azen.sh\"\n");

    CHECK(error.kind == ErrorKind::invalid);
    CHECK(error.message == "line 3 of the configuration: there is no setting 'base_ulr'");
    CHECK(error.hint == "did you mean base_url?");
    CHECK(error_of("profiels = 1").hint == "did you mean profiles?");
    CHECK(contains(error_of("zzz = 1").hint, "profile, profiles"));
}

TEST_CASE("what is no TOML is refused with its line")
{
    const Error error = error_of("profile = \"a\"\nprofile == 1\n");

    CHECK(error.message.starts_with("line 2 of the configuration: "));
    CHECK_FALSE(error.hint.empty());
}

TEST_CASE("values of another type, and empty ones, are refused")
{
    for (const char* text : {"profile = 1",
                             "profile = \"\"",
                             "profiles = 1",
                             "profiles.work = 1",
                             "[profiles.work]\ndb = [\"a\"]",
                             "[profiles.work]\ndb = \"\"",
                             "[[profiles.work]]\ndb = \"a\""}) {
        CAPTURE(text);
        CHECK(error_of(text).kind == ErrorKind::invalid);
        CHECK_FALSE(error_of(text).hint.empty());
    }
}

TEST_CASE("a server that no key may be sent to is refused where it is written down")
{
    const Error error = error_of("[profiles.work]\nbase_url = \"http://example.org\"\n");

    CHECK(contains(error.message, "must not travel unencrypted"));
    CHECK(error.message.starts_with("line 1 of"));
}

TEST_CASE("a profile has one key at most")
{
    const Error error = error_of("[profiles.work]\nkey_file = \"a\"\nkey_command = \"b\"\n");

    CHECK(contains(error.message, "has a key_file and a key_command"));
}

TEST_CASE("a key itself has no place in a configuration, and is not repeated")
{
    const std::string key = "az_" + std::string(64, 'q');

    const Error error = error_of("[profiles.work]\nkey_command = \"echo " + key + "\"\n");

    CHECK(contains(error.message, "holds an API key"));
    CHECK_FALSE(contains(error.message + error.hint, "qqqq"));
}

TEST_CASE("a profile's name needs no quotes anywhere")
{
    CHECK(check_profile_name("Work_2-b").has_value());
    CHECK(check_profile_name(std::string(32, 'a')).has_value());
    for (const char* name : {"", "a b", "a.b", "ä", "../x", "a\n"}) {
        CAPTURE(name);
        CHECK(check_profile_name(name).error().kind == ErrorKind::invalid);
    }
    CHECK_FALSE(check_profile_name(std::string(33, 'a')).has_value());
    CHECK(error_of("[profiles.\"a b\"]\ndb = \"x\"").kind == ErrorKind::invalid);
}

TEST_CASE("a profile that is not there leads to one that is")
{
    const Configuration configuration{.profiles = {{.name = "work"}}};

    CHECK(unknown_profile(configuration, "wrok").value().hint == "did you mean work?");
    CHECK(contains(unknown_profile(configuration, "elsewhere").value().hint, "profile list"));
}

}  // namespace azen::cli

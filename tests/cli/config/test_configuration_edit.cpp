#include <rapidcheck.h>

#include <set>
#include <string>

#include <doctest/doctest.h>

#include "cli/config/configuration_edit.h"

namespace azen::cli {
namespace {

const std::string sample = R"(# mine
profile = "work"  # for now

# the office
[profiles.work]
base_url = "https://api.azen.sh"

# at home
[profiles.home]
db = "/srv/azen.db"
)";

Configuration read(const std::string& text)
{
    return parse_configuration(text).value();
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a profile is added behind what is there, in a form that people would write")
{
    const Profile added{
        .name = "ci", .base_url = "http://127.0.0.1:8080", .key_command = "pass \"show\" a\\b"};

    const std::string text = with_profile(sample, added).value();

    CHECK(text == sample +
                      "\n[profiles.ci]\nbase_url = \"http://127.0.0.1:8080\"\n"
                      "key_command = \"pass \\\"show\\\" a\\\\b\"\n");
    CHECK(*read(text).find("ci") == added);
}

TEST_CASE("the first profile of all makes the file")
{
    CHECK(with_profile("", {.name = "ci", .db = "x"}).value() == "[profiles.ci]\ndb = \"x\"\n");
    CHECK(with_profile("profile = \"a\"", {.name = "ci", .db = "x"}).value() ==
          "profile = \"a\"\n\n[profiles.ci]\ndb = \"x\"\n");
}

TEST_CASE("a profile of the same name is replaced, and nothing else")
{
    const std::string text = with_profile(sample, {.name = "work", .db = "x"}).value();

    CHECK(*read(text).find("work") == Profile{.name = "work", .db = "x"});
    CHECK(contains(text, "# at home\n[profiles.home]"));
    CHECK(contains(text, "# for now"));
}

TEST_CASE("removing a profile leaves the others and their comments")
{
    const std::string text = without_profile(sample, "home").value();

    CHECK(read(text).profiles.size() == 1);
    CHECK(read(text).used == "work");
    CHECK(contains(text, "# the office\n"));
    CHECK_FALSE(contains(text, "/srv"));
}

TEST_CASE("removing the profile in use leaves none in use")
{
    const std::string text = without_profile(sample, "work").value();

    CHECK_FALSE(read(text).used.has_value());
    CHECK(contains(text, "# at home\n[profiles.home]"));
    CHECK(without_profile(sample, "nobody").value() == sample);
}

TEST_CASE("another profile in use takes the place of the one before")
{
    CHECK(read(with_used_profile(sample, "home").value()).used == "home");
    CHECK(with_used_profile("", "home").value() == "profile = \"home\"\n");
    CHECK(with_used_profile("[profiles.home]\ndb = \"x\"\n", "home").value() ==
          "profile = \"home\"\n\n[profiles.home]\ndb = \"x\"\n");
}

TEST_CASE("a layout that cannot be changed safely is left to its author")
{
    const std::string inline_tables = "profiles = { work = { db = \"x\" } }\n";

    CHECK(with_profile(inline_tables, {.name = "ci", .db = "y"}).error().kind ==
          ErrorKind::conflict);
    CHECK(without_profile(inline_tables, "work").error().kind == ErrorKind::conflict);
    CHECK(read(with_used_profile(inline_tables, "work").value()).used == "work");
}

TEST_CASE("a header is recognised in every spelling, and no other line is taken for one")
{
    const std::string spelt = "[ profiles . work ] # the office\ndb = \"[profiles.home]\"\n";

    CHECK(read(without_profile(spelt, "work").value()).profiles.empty());
    CHECK(without_profile(spelt, "home").value() == spelt);
}

TEST_CASE("what is not UTF-8 is not written")
{
    CHECK(with_profile("", {.name = "ci", .db = "\xff"}).error().kind == ErrorKind::conflict);
}

TEST_CASE("any sequence of changes leaves what they say")
{
    const auto names = std::vector<std::string>{"a", "b", "c"};

    rc::check([&names] {
        std::string text;
        std::set<std::string> expected;
        for (int step = 0; step < 12; ++step) {
            const auto name = *rc::gen::elementOf(names);
            if (*rc::gen::arbitrary<bool>()) {
                text = with_profile(text, {.name = name, .db = *rc::gen::elementOf(names)}).value();
                expected.insert(name);
            } else {
                text = without_profile(text, name).value();
                expected.erase(name);
            }
        }
        std::set<std::string> found;
        for (const Profile& profile : read(text).profiles) {
            found.insert(profile.name);
        }
        RC_ASSERT(found == expected);
    });
}

}  // namespace azen::cli

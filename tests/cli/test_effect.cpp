#include <doctest/doctest.h>

#include "cli/effect.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<Effect> effect(const Arguments& arguments)
{
    return effect_of(arguments);
}

std::string announced(Effect effect)
{
    test::Console console;
    console.with_context([effect](Context& context) {
        announce(context, effect);
        return 0;
    });
    return console.err();
}

}  // namespace

TEST_CASE("what a command does is real unless a dry run was asked for")
{
    CHECK(test::parse_as<effect>("keys enable", {"ci"}) == Effect::real);
    CHECK(test::parse_as<effect>("keys enable", {"ci", "-n"}) == Effect::trial);
    CHECK(test::parse_as<effect>("keys enable", {"ci", "--dry-run"}) == Effect::trial);
    CHECK(test::parse_as<effect>("keys list", {}) == Effect::real);
}

TEST_CASE("a trial says so, the real thing does not")
{
    CHECK(announced(Effect::trial) == "azen: this is a dry run: nothing will be changed\n");
    CHECK(announced(Effect::real).empty());
}

TEST_CASE("what is done is told as done, and in a trial as what would be")
{
    test::Console console;

    console.with_context([](Context& context) {
        CHECK(is_done(context) == "is");
        CHECK(are_done(context) == "are");
        CHECK(are_done(context, 1) == "is");
        context.manners.effect = Effect::trial;
        CHECK(is_done(context) == "would be");
        CHECK(are_done(context, 2) == "would be");
        return 0;
    });
}

}  // namespace azen::cli

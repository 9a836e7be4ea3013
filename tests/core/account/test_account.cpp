#include <doctest/doctest.h>

#include "core/account/account.h"

using namespace azen;

TEST_CASE("roles are written and read in the same words")
{
    for (const Role role : {Role::owner, Role::admin, Role::member}) {
        CHECK(parse_role(to_string(role)) == role);
    }
    CHECK(to_string(Role::owner) == "owner");
}

TEST_CASE("what is no role reads as none")
{
    for (const char* text : {"", "Owner", "owner ", "root"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_role(text).has_value());
    }
}

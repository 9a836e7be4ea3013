#include <rapidcheck.h>

#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/key/permissions.h"

using namespace azen;

namespace {

Permissions parsed(std::string_view text)
{
    auto permissions = Permissions::parse(text);
    REQUIRE(permissions.has_value());
    return std::move(*permissions);
}

Result<Permissions> from_text(std::string_view json)
{
    return Permissions::from_json(nlohmann::json::parse(json));
}

const std::vector<std::string> resources{"memory", "usage", "a:b", "keys", "-_"};
const std::vector<std::string> actions{"read", "write", "x9", "delete"};

Permissions any_permissions()
{
    Permissions permissions;
    const auto count = *rc::gen::inRange(0, 8);
    for (int i = 0; i < count; ++i) {
        permissions.grant(*rc::gen::elementOf(resources), *rc::gen::elementOf(actions));
    }
    return permissions;
}

}  // namespace

TEST_CASE("a plain create grants the memory and usage permissions")
{
    const Permissions permissions = Permissions::defaults();

    CHECK(permissions.to_text() == "memory.delete,memory.read,memory.write,usage.read");
    CHECK_FALSE(permissions.allows("keys.read"));
}

TEST_CASE("what was granted is allowed, and nothing else")
{
    const Permissions permissions = parsed("memory.read,usage.read");

    CHECK(permissions.allows("memory.read"));
    CHECK(permissions.allows("usage.read"));
    CHECK_FALSE(permissions.allows("memory.write"));
    CHECK_FALSE(permissions.allows("memory"));
    CHECK_FALSE(permissions.allows("Memory.read"));
    CHECK_FALSE(permissions.allows("memory.rea"));
}

TEST_CASE("there are no wildcards")
{
    CHECK_FALSE(Permissions::parse("memory.*").has_value());
    CHECK_FALSE(Permissions::parse("*.*").has_value());
    CHECK_FALSE(Permissions::defaults().allows("memory.*"));
}

TEST_CASE("a malformed permission is never allowed")
{
    const Permissions permissions = Permissions::defaults();

    for (const std::string_view text : {"",
                                        ".",
                                        "memory.",
                                        ".read",
                                        "memory..read",
                                        "memoryread",
                                        "memory.read.",
                                        " memory.read",
                                        "memory.read,usage.read"}) {
        CAPTURE(text);
        CHECK_FALSE(permissions.allows(text));
    }
}

TEST_CASE("no text grants nothing")
{
    CHECK(parsed("") == Permissions{});
    CHECK(parsed("  ") == Permissions{});
    CHECK(Permissions{}.to_text().empty());
}

TEST_CASE("permissions are read in any order, spaced or repeated, and written sorted")
{
    CHECK(parsed("usage.read, memory.write ,memory.read,usage.read").to_text() ==
          "memory.read,memory.write,usage.read");
}

TEST_CASE("text that is no list of permissions is invalid")
{
    for (const std::string& text : {std::string{"memory"},
                                    std::string{"memory."},
                                    std::string{".read"},
                                    std::string{","},
                                    std::string{"memory.read,"},
                                    std::string{",memory.read"},
                                    std::string{"a.b,,c.d"},
                                    std::string{"a.b.c"},
                                    std::string{"a b.c"},
                                    std::string{"a.b;c.d"},
                                    std::string{"\xC3\xA9.read"},
                                    std::string(65, 'x') + ".read",
                                    "read." + std::string(65, 'x')}) {
        const auto permissions = Permissions::parse(text);

        CAPTURE(text);
        REQUIRE_FALSE(permissions.has_value());
        CHECK(permissions.error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("names may have 64 characters")
{
    const std::string name(64, 'x');

    CHECK(parsed(name + "." + name).allows(name + "." + name));
}

TEST_CASE("JSON lists actions by resource")
{
    const auto permissions = from_text(R"({"memory":["read","write"],"usage":["read"]})");

    REQUIRE(permissions.has_value());
    CHECK(permissions->to_text() == "memory.read,memory.write,usage.read");
}

TEST_CASE("a resource without actions grants nothing")
{
    CHECK(from_text(R"({"memory":[]})") == Permissions{});
    CHECK(from_text("{}") == Permissions{});
}

TEST_CASE("JSON of another shape is invalid")
{
    for (const std::string_view json : {"null",
                                        "[]",
                                        "\"memory.read\"",
                                        "1",
                                        R"({"memory":"read"})",
                                        R"({"memory":[1]})",
                                        R"({"memory":[["read"]]})",
                                        R"({"memory":null})",
                                        R"({"":["read"]})",
                                        R"({"memory":[""]})",
                                        R"({"a.b":["read"]})",
                                        R"({"memory":["re ad"]})",
                                        R"({"memory":["*"]})"}) {
        const auto permissions = from_text(json);

        CAPTURE(json);
        REQUIRE_FALSE(permissions.has_value());
        CHECK(permissions.error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("the JSON of no permissions is an object")
{
    CHECK(Permissions{}.to_json().dump() == "{}");
    CHECK(parsed("b.y,a.x,b.x").to_json().dump() == R"({"a":["x"],"b":["x","y"]})");
}

TEST_CASE("permissions come back from text and from JSON as they were")
{
    CHECK(rc::check("reading inverts writing", [] {
        const Permissions permissions = any_permissions();

        RC_ASSERT((Permissions::parse(permissions.to_text()) == permissions));
        RC_ASSERT((Permissions::from_json(permissions.to_json()) == permissions));
    }));
}

TEST_CASE("granting and revoking leaves what was there before")
{
    Permissions permissions = parsed("memory.read");

    permissions.grant("keys", "create");
    CHECK(permissions.allows("keys.create"));
    permissions.revoke("keys", "create");

    CHECK(permissions == parsed("memory.read"));
}

TEST_CASE("revoking what is not granted changes nothing")
{
    Permissions permissions = parsed("memory.read");

    permissions.revoke("memory", "write");
    permissions.revoke("keys", "create");

    CHECK(permissions == parsed("memory.read"));
}

TEST_CASE("granting and revoking many is granting and revoking each")
{
    CHECK(rc::check("whatever was there", [] {
        const Permissions before = any_permissions();
        const Permissions others = any_permissions();
        Permissions granted = before;
        Permissions revoked = before;

        granted.grant(others);
        revoked.revoke(others);

        for (const std::string& resource : resources) {
            for (const std::string& action : actions) {
                const std::string name = resource + "." + action;
                RC_ASSERT(granted.allows(name) == (before.allows(name) || others.allows(name)));
                RC_ASSERT(revoked.allows(name) == (before.allows(name) && !others.allows(name)));
            }
        }
    }));
}

TEST_CASE("revoking all that is granted leaves no permissions")
{
    const Permissions all = Permissions::defaults();
    Permissions none = all;

    none.revoke(all);

    CHECK(none == Permissions{});
}

TEST_CASE("a malformed name cannot be granted")
{
    Permissions permissions;

    permissions.grant("a.b", "read");
    permissions.grant("memory", "");
    permissions.grant("memory", "read,write");

    CHECK(permissions == Permissions{});
}

#include <sstream>

#include <doctest/doctest.h>

#include "cli/key_lines.h"
#include "core/transfer/key_line.h"
#include "support/sample_portable.h"

namespace azen::cli {
namespace {

std::vector<KeyImportItem> read(const std::string& text)
{
    std::istringstream in{text};
    return read_key_lines(in);
}

constexpr auto row =
    R"({"id":"k","key":"n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg","userId":"u",)"
    R"("organizationId":"o","createdAt":"2026-01-15T10:30:00.000Z"})";

}  // namespace

TEST_CASE("every line is an item with its number, empty ones none")
{
    const std::string line = key_line::format(test::sample_portable("ci"));

    const auto items = read(line + "\r\n\n  \n" + line + "\nnonsense");

    REQUIRE(items.size() == 3);
    CHECK(items[0].line == 1);
    CHECK(items[0].key.has_value());
    CHECK(items[1].line == 4);
    CHECK(items[2].line == 5);
    CHECK(items[2].key.error().message == "is no JSON");
}

TEST_CASE("a line that is far too long is not even parsed")
{
    CHECK(read(std::string(1024 * 1024 + 1, '[')).at(0).key.error().message ==
          "is longer than 1 MiB");
}

TEST_CASE("nothing is nothing")
{
    CHECK(read("").empty());
}

TEST_CASE("rows of Better Auth are read by their own rules")
{
    std::istringstream in{std::string{row} + "\n{\n"};

    const auto items = read_better_auth_lines(in, {});

    REQUIRE(items.size() == 2);
    CHECK(items[0].key->key.id == "k");
    CHECK(items[1].key.error().message == "is no JSON");
}

TEST_CASE("a database that is none is an error of its own")
{
    CHECK(read_better_auth_database("/nowhere/auth.sqlite", {}).error().kind ==
          ErrorKind::not_found);
}

}  // namespace azen::cli

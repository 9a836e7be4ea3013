#include <numeric>
#include <vector>

#include <doctest/doctest.h>

#include "cli/list_page.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

Result<ListPage> parse(const std::vector<std::string>& words)
{
    return test::parse_as<parse_list_page>("users list", words);
}

}  // namespace

TEST_CASE("a page is the first fifty unless it is said")
{
    const auto page = parse({});

    REQUIRE(page.has_value());
    CHECK(page->query().offset == 0);
    CHECK(page->query().limit == 51);
    CHECK(parse({"--page", "3", "--limit", "10"})->query().offset == 20);
}

TEST_CASE("pages out of range are refused")
{
    for (const char* number : {"0", "-1", "x", "1001"}) {
        CAPTURE(number);
        CHECK(parse({"--limit", number}).error().kind == ErrorKind::invalid);
    }
    CHECK(parse({"--page", "0"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("a row too many tells that there is more, and is not shown")
{
    ListPage page{.number = 1, .limit = 2};
    std::vector<int> rows{1, 2, 3};

    page.cut(rows);

    CHECK(page.more);
    CHECK(rows == std::vector<int>{1, 2});
    page.cut(rows);
    CHECK_FALSE(page.more);
    CHECK(rows.size() == 2);
}

}  // namespace azen::cli

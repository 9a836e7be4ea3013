#include <fmt/format.h>
#include <rapidcheck.h>

#include <limits>

#include <doctest/doctest.h>

#include "server/app/query.h"

namespace azen::server {

namespace {

constexpr IntegerParameter per{.name = "per", .minimum = 1, .maximum = 100, .fallback = 20};

std::string escape_all(const std::string& text)
{
    std::string escaped;
    for (const char c : text) {
        escaped += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
    return escaped;
}

}  // namespace

TEST_CASE("a parameter is found wherever it stands in the query")
{
    CHECK(query_value("page=1&per=2", "page") == "1");
    CHECK(query_value("page=1&per=2", "per") == "2");
    CHECK(query_value("&&page=1&", "page") == "1");
}

TEST_CASE("a parameter that is not there has no value, one without '=' an empty one")
{
    CHECK_FALSE(query_value("", "page"));
    CHECK_FALSE(query_value("pages=1&xpage=2", "page"));
    CHECK(query_value("page", "page") == "");
    CHECK(query_value("page=", "page") == "");
}

TEST_CASE("names and values are decoded")
{
    CHECK(query_value("p%61ge=a%20b+c%2Bd", "page") == "a b c+d");
    CHECK(query_value("page=a=b", "page") == "a=b");
}

TEST_CASE("an escape that is none stays as it is")
{
    CHECK(query_value("page=%", "page") == "%");
    CHECK(query_value("page=%4", "page") == "%4");
    CHECK(query_value("page=%zz%41", "page") == "%zzA");
    CHECK(query_value("page=%-1", "page") == "%-1");
}

TEST_CASE("a repeated parameter has all its values, and the first one counts")
{
    CHECK(query_values("a=1&b=x&a=2", "a") == std::vector<std::string>{"1", "2"});
    CHECK(query_value("a=1&a=2", "a") == "1");
}

TEST_CASE("whatever bytes are escaped come back")
{
    CHECK(rc::check("decoding is the inverse of escaping", [](const std::string& value) {
        RC_ASSERT(query_value("x=1&name=" + escape_all(value) + "&y=2", "name") == value);
    }));
}

TEST_CASE("no query makes the parser stumble")
{
    CHECK(rc::check("any bytes are read", [](const std::string& query) {
        for (const std::string& value : query_values(query, "a")) {
            RC_ASSERT(value.size() <= query.size());
        }
    }));
}

TEST_CASE("an integer is taken as it is when it is in range")
{
    CHECK(integer_value("per=1", per) == 1);
    CHECK(integer_value("per=57", per) == 57);
    CHECK(integer_value("per=100", per) == 100);
}

TEST_CASE("an integer out of range becomes the nearest end, however long it is")
{
    CHECK(integer_value("per=0", per) == 1);
    CHECK(integer_value("per=-5", per) == 1);
    CHECK(integer_value("per=101", per) == 100);
    CHECK(integer_value("per=99999999999999999999999", per) == 100);
    CHECK(integer_value("per=-99999999999999999999999", per) == 1);
}

TEST_CASE("garbage becomes the default")
{
    for (const char* query :
         {"", "per", "per=", "per=abc", "per=10x", "per=2.5", "per=+5", "per=%205", "per=0x10"}) {
        CAPTURE(query);
        CHECK(integer_value(query, per) == 20);
    }
}

}  // namespace azen::server

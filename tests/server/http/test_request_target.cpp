#include <string>

#include <doctest/doctest.h>

#include "server/http/request_target.h"

using namespace azen::server;

namespace {

// Path and query as "path|query", or "refused".
std::string read(std::string_view target, Method method = Method::get)
{
    Request request;
    request.method = method;
    return read_target(target, request) ? request.path + "|" + request.query : "refused";
}

}  // namespace

TEST_CASE("the origin form is split at the first question mark")
{
    CHECK(read("/") == "/|");
    CHECK(read("/a/b?c=d?e") == "/a/b|c=d?e");
    CHECK(read("/a?") == "/a|");
    CHECK(read("/?a") == "/|a");
}

TEST_CASE("a path stays as it was sent")
{
    CHECK(read("/a%2Fb/../c//d") == "/a%2Fb/../c//d|");
    CHECK(read("//host/a") == "//host/a|");
}

TEST_CASE("the absolute form loses its authority, and an empty path is the root")
{
    CHECK(read("http://host/a?b") == "/a|b");
    CHECK(read("HTTPS://host:443/a") == "/a|");
    CHECK(read("http://host") == "/|");
    CHECK(read("http://host?b") == "/|b");
}

TEST_CASE("the authority of the absolute form is the request's host")
{
    Request request;

    CHECK(read_target("http://host:80/a", request));

    CHECK(request.host == "host:80");
}

TEST_CASE("an absolute form of another scheme, or without a host, is refused")
{
    CHECK(read("ftp://host/a") == "refused");
    CHECK(read("http:///a") == "refused");
    CHECK(read("http:/a") == "refused");
    CHECK(read("http://user@host/a") == "refused");
}

TEST_CASE("the asterisk stands for the server in OPTIONS alone")
{
    CHECK(read("*", Method::options) == "*|");
    CHECK(read("*") == "refused");
    CHECK(read("*a", Method::options) == "refused");
}

TEST_CASE("bytes that no target may hold are refused")
{
    CHECK(read("/a#fragment") == "refused");
    CHECK(read("/a\\b") == "refused");
    CHECK(read("/\xC3\xA4") == "refused");
    CHECK(read("/a\x7F") == "refused");
    CHECK(read("") == "refused");
    CHECK(read("a/b") == "refused");
}

TEST_CASE("a host is made of the characters of one")
{
    CHECK(is_host("example.com:8080"));
    CHECK(is_host("[2001:db8::1]"));
    CHECK(is_host(""));
    CHECK(is_host("[::1]:8080"));
    CHECK(is_host("a:"));
    for (const char* const none :
         {"[::1", "[]", "[::1]8080", "::1]", ":80", "a:b", "a:80:80", "[a", "a]"}) {
        CHECK_MESSAGE(!is_host(none), none);
    }
    CHECK(!is_host("a/b"));
    CHECK(!is_host("a, b"));
}

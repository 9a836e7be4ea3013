#include <doctest/doctest.h>

#include "server/app/origin_check.h"

namespace azen::server {

namespace {

OriginVerdict check(std::string origin, std::string host, Transport transport = Transport::plain)
{
    Request request;
    request.origin = std::move(origin);
    request.host = std::move(host);
    return check_origin(request, {"https://app.example"}, transport);
}

}  // namespace

TEST_CASE("the own origin is the scheme that clients use and the host they asked for")
{
    CHECK(check("http://localhost:8080", "localhost:8080") == OriginVerdict::allowed);
    CHECK(check("https://localhost:8080", "localhost:8080") == OriginVerdict::foreign);
    CHECK(check("https://a.example", "a.example", Transport::tls) == OriginVerdict::allowed);
    CHECK(check("http://a.example", "a.example", Transport::tls) == OriginVerdict::foreign);
}

TEST_CASE("a configured origin is allowed, whole and exactly")
{
    CHECK(check("https://app.example", "localhost") == OriginVerdict::allowed);
    CHECK(check("https://app.example.evil", "localhost") == OriginVerdict::foreign);
    CHECK(check("https://app.example:444", "localhost") == OriginVerdict::foreign);
}

TEST_CASE("other sites, other ports and other schemes are foreign")
{
    for (const char* origin : {"http://evil.example",
                               "http://localhost:8081",
                               "http://localhost",
                               "http://localhost:8080.evil.example",
                               "http://localhost:8080/",
                               "localhost:8080",
                               "http://"}) {
        CAPTURE(origin);
        CHECK(check(origin, "localhost:8080") == OriginVerdict::foreign);
    }
    CHECK(check("http://", "") == OriginVerdict::foreign);
}

TEST_CASE("no origin, and an opaque one, are missing")
{
    CHECK(check("", "localhost") == OriginVerdict::missing);
    CHECK(check("null", "localhost") == OriginVerdict::missing);
}

TEST_CASE("a missing origin stands against cookies, a foreign one against everything")
{
    Request bare;
    Request with_cookie;
    with_cookie.cookie = "a=b";

    CHECK_FALSE(is_refused(OriginVerdict::allowed, with_cookie));
    CHECK_FALSE(is_refused(OriginVerdict::missing, bare));
    CHECK(is_refused(OriginVerdict::missing, with_cookie));
    CHECK(is_refused(OriginVerdict::foreign, bare));
}

TEST_CASE("whatever is not known to change nothing is taken for a change")
{
    CHECK(is_change(Method::post));
    CHECK(is_change(Method::del));
    CHECK(is_change(Method::other));
    CHECK_FALSE(is_change(Method::get));
    CHECK_FALSE(is_change(Method::head));
}

TEST_CASE("a client may be sent to a path here, and to where it comes from")
{
    Request request;
    request.origin = "https://app.example";

    for (const char* url : {"/", "/home?a=%2F#b", "https://app.example", "https://app.example/a"}) {
        CAPTURE(url);
        CHECK(is_safe_callback(url, request));
    }
    request.origin = "";
    CHECK(is_safe_callback("/home", request));
    CHECK_FALSE(is_safe_callback("https://app.example", request));
}

TEST_CASE("a client is sent nowhere else, however that is spelt")
{
    Request request;
    request.origin = "https://app.example";

    for (const char* url : {"https://evil.example",
                            "https://app.example.evil",
                            "https://app.example:444/",
                            "https://app.example@evil.example",
                            "//evil.example",
                            "/\\evil.example",
                            "/%2fevil.example",
                            "/%5Cevil.example",
                            "/\tevil",
                            "/a\r\nSet-Cookie: a=b",
                            "home",
                            "javascript:alert(1)"}) {
        CAPTURE(url);
        CHECK_FALSE(is_safe_callback(url, request));
    }
}

}  // namespace azen::server

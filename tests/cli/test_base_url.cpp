#include <rapidcheck.h>

#include <doctest/doctest.h>

#include "cli/base_url.h"

namespace azen::cli {

TEST_CASE("a server is named by https, by http on this machine, or by a socket")
{
    CHECK(parse_base_url("https://api.azen.sh")->url == "https://api.azen.sh");
    CHECK(parse_base_url("https://api.azen.sh")->encrypted);
    CHECK(parse_base_url("http://127.0.0.1:8080")->url == "http://127.0.0.1:8080");
    CHECK_FALSE(parse_base_url("http://127.0.0.1:8080")->encrypted);
    CHECK(parse_base_url("http://localhost")->url == "http://localhost");
    CHECK(parse_base_url("http://[::1]:8080")->url == "http://[::1]:8080");
    CHECK(parse_base_url("unix:/run/azen.sock")->unix_socket == "/run/azen.sock");
    CHECK(parse_base_url("unix:/run/azen.sock")->to_string() == "unix:/run/azen.sock");
}

TEST_CASE("a path may follow, and slashes at the end do not count")
{
    CHECK(parse_base_url("https://example.org/azen/")->url == "https://example.org/azen");
    CHECK(parse_base_url("https://example.org//")->url == "https://example.org");
}

TEST_CASE("a key never travels unencrypted to another machine")
{
    for (const char* text : {"http://api.azen.sh",
                             "http://192.0.2.1:8080",
                             "http://127.0.0.1.example.org",
                             "http://127.evil.example.org",
                             "http://localhost.example.org",
                             "http://[2001:db8::1]/",
                             "http://0.0.0.0"}) {
        CAPTURE(text);
        const Result<BaseUrl> parsed = parse_base_url(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().kind == ErrorKind::invalid);
        CHECK(parsed.error().hint.find("https://") != std::string::npos);
    }
}

TEST_CASE("what is no plain base URL is refused")
{
    for (const char* text : {"",
                             "api.azen.sh",
                             "ftp://example.org",
                             "https://",
                             "https:///path",
                             "https://user:password@example.org",
                             "https://127.0.0.1@example.org",
                             "https://example.org?x=1",
                             "https://example.org/a?b",
                             "https://example.org/#a",
                             "https://example.org:0",
                             "https://example.org:70000",
                             "https://example.org:8x",
                             "https://exa mple.org",
                             "https://example.org/a b",
                             "http://[::1",
                             "http://[::1]x",
                             "http://localhost\r\nHost: x",
                             "unix:"}) {
        CAPTURE(text);
        CHECK(parse_base_url(text).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("the origin is what a browser would send")
{
    CHECK(parse_base_url("https://Keys.Example.org:443/prefix")->origin() ==
          "https://keys.example.org");
    CHECK(parse_base_url("https://keys.example.org:80")->origin() == "https://keys.example.org:80");
    CHECK(parse_base_url("http://localhost:80")->origin() == "http://localhost");
    CHECK(parse_base_url("http://127.0.0.1:8080/a/b")->origin() == "http://127.0.0.1:8080");
}

TEST_CASE("no text makes the parser read past its end")
{
    CHECK(rc::check("authorities of any kind", [](const std::string& text) {
        RC_ASSERT(parse_base_url("http://" + text).has_value() ||
                  parse_base_url("http://" + text).error().kind == ErrorKind::invalid);
    }));
}

TEST_CASE("all but unreserved characters are percent-encoded")
{
    CHECK(percent_encode("aZ09-._~") == "aZ09-._~");
    CHECK(percent_encode("a b/c?d&e") == "a%20b%2Fc%3Fd%26e");
    CHECK(percent_encode("ä") == "%C3%A4");
}

}  // namespace azen::cli

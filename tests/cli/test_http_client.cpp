#include <chrono>
#include <cstdlib>

#include <doctest/doctest.h>

#include "cli/http_client.h"
#include "cli/support/console.h"
#include "cli/support/scripted_server.h"
#include "cli/support/tls_server.h"
#include "core/base/uuid.h"

namespace azen::cli {
namespace {

using namespace std::chrono_literals;
using test::Answer;
using test::Certificate;
using test::CertificateAuthority;
using test::contains;
using test::ScriptedServer;
using test::TlsServer;

// A client of one server whose waits are remembered instead of waited.
struct Caller {
    explicit Caller(const std::string& url) : base_url{*parse_base_url(url)} {}

    Result<HttpResponse> send(const HttpRequest& request)
    {
        HttpClientOptions options{.base_url = base_url, .total_timeout = total_timeout};
        if (session.empty()) {
            options.key.emplace("a-secret");
        } else {
            options.session.emplace(session);
        }
        options.authorities = authorities;
        options.max_body_bytes = max_body_bytes;
        const auto client = HttpClient::create(
            std::move(options), random, [this](milliseconds wait) { waits.push_back(wait); });
        REQUIRE(client.has_value());
        return (*client)->send(request);
    }

    BaseUrl base_url;
    std::string session;  // instead of the key; empty: none
    std::optional<std::string> authorities;
    milliseconds total_timeout{10'000};
    std::size_t max_body_bytes = 1'000'000;
    test::FakeRandom random;
    std::vector<milliseconds> waits;
};

std::string header_of(const std::string& request, const std::string& name)
{
    const std::size_t start = request.find("\r\n" + name + ": ");
    if (start == std::string::npos) {
        return {};
    }
    const std::size_t value = start + name.size() + 4;
    return request.substr(value, request.find("\r\n", value) - value);
}

constexpr const char* busy_body = "busy";

}  // namespace

TEST_CASE("what a server says of its limits is passed on, in as many lines as it comes")
{
    ScriptedServer server{{{.headers = "RateLimit: \"rate\";r=59\r\nRateLimit: \"quota\";r=3\r\n"
                                       "RateLimit-Policy: \"rate\";q=60;w=60\r\n"},
                           {}}};
    Caller caller{server.url()};

    const Result<HttpResponse> told = caller.send({});
    const Result<HttpResponse> silent = caller.send({});

    CHECK(told->rate_limit == "\"rate\";r=59, \"quota\";r=3");
    CHECK(told->rate_limit_policy == "\"rate\";q=60;w=60");
    CHECK(silent->rate_limit.empty());
}

TEST_CASE("a request carries the key, who sends it and an id of its own")
{
    ScriptedServer server{{{}}};
    Caller caller{server.url() + "/prefix"};

    const Result<HttpResponse> response = caller.send({.path = "/api/v1/memory?page=2"});

    REQUIRE(response.has_value());
    CHECK(response->status == 200);
    CHECK(response->body == "{}");
    const std::string request = server.requests().front();
    CHECK(request.starts_with("GET /prefix/api/v1/memory?page=2 HTTP/1.1\r\n"));
    CHECK(header_of(request, "azen-api-key") == "a-secret");
    CHECK(header_of(request, "User-Agent").starts_with("azen/"));
    CHECK(is_uuid(header_of(request, "X-Request-Id")));
    CHECK(response->request_id == header_of(request, "X-Request-Id"));
}

TEST_CASE("a session is sent as a cookie, from its server's own origin")
{
    ScriptedServer server{{{}}};
    Caller caller{server.url() + "/prefix"};
    caller.session = "token=abc.def";

    REQUIRE(caller.send({.path = "/"}).has_value());

    const std::string request = server.requests().front();
    CHECK(header_of(request, "Cookie") == "token=abc.def");
    CHECK(header_of(request, "Origin") == server.url());
    CHECK(header_of(request, "azen-api-key").empty());
}

TEST_CASE("bodies are sent as JSON, deletions without one")
{
    ScriptedServer server{{{}}};
    Caller caller{server.url()};

    REQUIRE(caller.send({.method = HttpMethod::post, .path = "/a", .body = R"({"a":1})"}));
    REQUIRE(caller.send({.method = HttpMethod::del, .path = "/b"}));

    const std::vector<std::string> requests = server.requests();
    CHECK(requests[0].starts_with("POST /a "));
    CHECK(requests[0].ends_with("\r\n\r\n{\"a\":1}"));
    CHECK(header_of(requests[0], "Content-Type") == "application/json");
    CHECK(requests[1].starts_with("DELETE /b "));
    CHECK(requests[1].ends_with("\r\n\r\n"));
}

TEST_CASE("the server's own request id is kept")
{
    ScriptedServer server{{{.headers = "X-Request-Id: from-the-server\r\n"}}};
    Caller caller{server.url()};

    CHECK(caller.send({.path = "/"})->request_id == "from-the-server");
}

TEST_CASE("a request that may be repeated is, until an answer comes")
{
    ScriptedServer server{{{.status = 503, .body = busy_body}, {.status = 502}, {.status = 200}}};
    Caller caller{server.url()};

    const Result<HttpResponse> response = caller.send({.path = "/", .resend = Resend::yes});

    CHECK(response->status == 200);
    CHECK(response->body == "{}");
    CHECK(server.requests().size() == 3);
    CHECK(caller.waits.size() == 2);
    CHECK(header_of(server.requests()[0], "X-Request-Id") ==
          header_of(server.requests()[2], "X-Request-Id"));
}

TEST_CASE("three tries are the limit, and the last answer stands")
{
    ScriptedServer server{{{.status = 503, .body = busy_body}}};
    Caller caller{server.url()};

    const Result<HttpResponse> response = caller.send({.path = "/", .resend = Resend::yes});

    CHECK(response->status == 503);
    CHECK(response->body == busy_body);
    CHECK(server.requests().size() == 3);
}

TEST_CASE("a request that must not be repeated is sent once")
{
    ScriptedServer server{{{.status = 503}}};
    Caller caller{server.url()};

    CHECK(caller.send({.method = HttpMethod::post, .path = "/", .body = "{}"})->status == 503);
    CHECK(server.requests().size() == 1);
    CHECK(caller.waits.empty());
}

TEST_CASE("the time the server asks for is waited")
{
    ScriptedServer server{{{.status = 429, .headers = "Retry-After: 3\r\n"}, {.status = 200}}};
    Caller caller{server.url()};

    const Result<HttpResponse> response = caller.send({.path = "/", .resend = Resend::yes});

    CHECK(response->status == 200);
    CHECK(caller.waits == std::vector<milliseconds>{3s});
}

TEST_CASE("a server that asks for too long is not waited for")
{
    ScriptedServer server{{{.status = 429, .headers = "Retry-After: 3600\r\n"}}};
    Caller caller{server.url()};

    const Result<HttpResponse> response = caller.send({.path = "/", .resend = Resend::yes});

    CHECK(response->status == 429);
    CHECK(response->retry_after == 1h);
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a connection that breaks is tried again")
{
    ScriptedServer server{{{.act = Answer::Act::hang_up}, {.status = 200}}};
    Caller caller{server.url()};

    CHECK(caller.send({.path = "/", .resend = Resend::yes})->status == 200);
    CHECK(server.requests().size() == 2);
}

TEST_CASE("no server at all is unreachable, after three tries")
{
    std::string url;
    {
        const ScriptedServer gone{{{}}};
        url = gone.url();
    }
    Caller caller{url};

    const Result<HttpResponse> response = caller.send({.path = "/", .resend = Resend::yes});

    REQUIRE_FALSE(response.has_value());
    CHECK(response.error().kind == ErrorKind::unreachable);
    CHECK(contains(response.error().message, url));
    CHECK(caller.waits.size() == 2);
}

TEST_CASE("a server that says nothing is given up, and not asked again")
{
    ScriptedServer server{{{.act = Answer::Act::stall}}};
    Caller caller{server.url()};
    caller.total_timeout = 200ms;

    const Result<HttpResponse> response = caller.send({.path = "/", .resend = Resend::yes});

    REQUIRE_FALSE(response.has_value());
    CHECK(response.error().kind == ErrorKind::unreachable);
    CHECK(contains(response.error().hint, "--timeout"));
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a redirect is an answer, not followed with the key")
{
    ScriptedServer elsewhere{{{}}};
    ScriptedServer server{{{.status = 302, .headers = "Location: " + elsewhere.url() + "\r\n"}}};
    Caller caller{server.url()};

    CHECK(caller.send({.path = "/"})->status == 302);
    CHECK(elsewhere.requests().empty());
}

TEST_CASE("a proxy never sees a key that travels in clear")
{
    ScriptedServer proxy{{{}}};
    ScriptedServer server{{{}}};
    setenv("http_proxy", proxy.url().c_str(), 1);
    setenv("ALL_PROXY", proxy.url().c_str(), 1);
    Caller caller{server.url()};

    const Result<HttpResponse> response = caller.send({.path = "/"});
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");

    CHECK(response.has_value());
    CHECK(server.requests().size() == 1);
    CHECK(proxy.requests().empty());
}

TEST_CASE("a server that speaks no TLS is not spoken to in clear instead")
{
    ScriptedServer server{{{}}};
    Caller caller{"https" + server.url().substr(4)};
    caller.total_timeout = 500ms;

    const Result<HttpResponse> response = caller.send({.path = "/"});

    REQUIRE_FALSE(response.has_value());
    CHECK(response.error().kind == ErrorKind::unreachable);
    for (const std::string& seen : server.requests()) {
        CHECK_FALSE(contains(seen, "a-secret"));
    }
}

TEST_CASE("a server that an authority of one's own vouches for is spoken to")
{
    CertificateAuthority authority;
    TlsServer server{authority.issue({})};
    Caller caller{server.url()};
    caller.authorities = authority.file();

    const Result<HttpResponse> response = caller.send({.path = "/"});

    REQUIRE_MESSAGE(response.has_value(), response.error().message);
    CHECK(response->status == 200);
    CHECK(header_of(server.requests().front(), "azen-api-key") == "a-secret");
}

TEST_CASE("a server that nobody vouches for, or not for this name and time, is never told the key")
{
    CertificateAuthority authority;
    CertificateAuthority stranger;
    const auto error_with = [](const CertificateAuthority& trusted, const Certificate& shown) {
        TlsServer server{shown};
        Caller caller{server.url()};
        caller.authorities = trusted.file();
        const Result<HttpResponse> response = caller.send({.path = "/"});
        REQUIRE_FALSE(response.has_value());
        CHECK(server.requests().empty());
        return response.error();
    };

    for (const Error& error : {error_with(authority, stranger.issue({})),
                               error_with(authority, authority.issue({.name = "IP:127.0.0.2"})),
                               error_with(authority, authority.issue({.days = -1}))}) {
        CAPTURE(error.message);
        CHECK(error.kind == ErrorKind::unreachable);
        CHECK(contains(error.message, "certificate"));
        CHECK(contains(error.hint, "SSL_CERT_FILE"));
    }
}

TEST_CASE("without a word the system's authorities decide")
{
    CertificateAuthority unknown_to_the_system;
    TlsServer server{unknown_to_the_system.issue({})};
    Caller caller{server.url()};

    CHECK(caller.send({.path = "/"}).error().kind == ErrorKind::unreachable);
    CHECK(server.requests().empty());
}

TEST_CASE("authorities that cannot be read are no reason to trust anybody")
{
    CertificateAuthority authority;
    TlsServer server{authority.issue({})};
    Caller caller{server.url()};
    caller.authorities = "/nonexistent/authorities.pem";

    const Result<HttpResponse> response = caller.send({.path = "/"});

    REQUIRE_FALSE(response.has_value());
    CHECK(response.error().kind == ErrorKind::unreachable);
    CHECK(contains(response.error().hint, "SSL_CERT_FILE"));
    CHECK(server.requests().empty());
}

TEST_CASE("an answer without end is not read to the end")
{
    ScriptedServer server{{{.body = std::string(100'000, 'x')}}};
    Caller caller{server.url()};
    caller.max_body_bytes = 50'000;

    const Result<HttpResponse> response = caller.send({.path = "/"});

    REQUIRE_FALSE(response.has_value());
    CHECK(response.error().kind == ErrorKind::internal);
}

TEST_CASE("a Unix socket that is not there is unreachable, and named")
{
    Caller caller{"unix:/nonexistent/azen.sock"};

    const Result<HttpResponse> response = caller.send({.path = "/"});

    REQUIRE_FALSE(response.has_value());
    CHECK(response.error().kind == ErrorKind::unreachable);
    CHECK(contains(response.error().message, "unix:/nonexistent/azen.sock"));
}

TEST_CASE("errors never hold the key")
{
    Caller caller{"http://127.0.0.1:1"};

    const Result<HttpResponse> response = caller.send({.path = "/"});

    CHECK_FALSE(contains(response.error().message, "a-secret"));
    CHECK_FALSE(contains(response.error().hint, "a-secret"));
}

}  // namespace azen::cli

#include <rapidcheck.h>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "server/http/request_parser.h"
#include "support/fake_random.h"

using namespace azen;
using namespace azen::server;
using State = RequestParser::State;

namespace {

// A parser with small limits, and what a connection does around it.
struct Reader {
    RequestLimits limits{.max_header_bytes = 512, .max_body_bytes = 64};
    test::FakeRandom random{};
    RequestIds ids{random};
    RequestParser parser{limits, ids};
    Request request;
    std::string pending;

    Reader() { parser.read_into(request); }

    Request take()
    {
        parser.finish();
        Request taken = request;
        request.clear();
        parser.read_into(request);
        return taken;
    }

    // Feeds `bytes` and returns the requests that are then complete; stops at one with a defect.
    std::vector<Request> read(std::string_view bytes)
    {
        std::vector<Request> requests;
        pending += bytes;
        bool goes_on = true;
        while (goes_on) {
            const std::size_t consumed = parser.put(pending);
            pending.erase(0, consumed);
            goes_on = consumed > 0 && !pending.empty();
            if (parser.state() == State::complete) {
                requests.push_back(take());
                goes_on = !requests.back().defect && !pending.empty();
            }
        }
        return requests;
    }

    Request read_one(std::string_view bytes)
    {
        std::vector<Request> requests = read(bytes);
        REQUIRE(requests.size() == 1);
        return requests.front();
    }
};

Request read_one(std::string_view bytes)
{
    Reader reader;
    return reader.read_one(bytes);
}

// What a connection reads when the bytes arrive `piece` at a time.
std::vector<Request> read_in_pieces(std::string_view bytes, std::size_t piece)
{
    Reader reader;
    std::vector<Request> requests;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        for (Request& request : reader.read(bytes.substr(at, piece))) {
            requests.push_back(std::move(request));
        }
    }
    return requests;
}

// The request with one field more, or in place of Host.
std::string with_fields(const std::string& fields, const std::string& line = "POST / HTTP/1.1")
{
    return line + "\r\nHost: localhost\r\n" + fields + "\r\n";
}

std::optional<ApiError> defect_of(std::string_view bytes)
{
    return read_one(bytes).defect;
}

}  // namespace

TEST_CASE("a request's line and known fields are read")
{
    const Request request = read_one(
        "GET /api/v1/memory?page=2&per=5 HTTP/1.1\r\n"
        "Host: localhost:8080\r\n"
        "azen-api-key: az_secret\r\n"
        "Cookie: a=b\r\n"
        "Content-Type: application/json\r\n"
        "Origin: https://app.test\r\n"
        "Access-Control-Request-Method: POST\r\n"
        "User-Agent: \t some agent \r\n"
        "X-Request-Id: my-id.1_2\r\n\r\n");

    CHECK(!request.defect);
    CHECK(request.method == Method::get);
    CHECK(request.path == "/api/v1/memory");
    CHECK(request.query == "page=2&per=5");
    CHECK(request.api_key == "az_secret");
    CHECK(request.api_key_count == 1);
    CHECK(request.cookie == "a=b");
    CHECK(request.content_type == "application/json");
    CHECK(request.origin == "https://app.test");
    CHECK(request.access_control_request_method == "POST");
    CHECK(request.user_agent == "some agent");
    CHECK(request.request_id == "my-id.1_2");
    CHECK(request.body.empty());
}

TEST_CASE("methods are told apart, in upper case only")
{
    const auto method_of = [](const std::string& name) {
        return read_one(name + " / HTTP/1.1\r\nHost: a\r\n\r\n").method;
    };

    CHECK(method_of("GET") == Method::get);
    CHECK(method_of("HEAD") == Method::head);
    CHECK(method_of("POST") == Method::post);
    CHECK(method_of("DELETE") == Method::del);
    CHECK(method_of("OPTIONS") == Method::options);
    CHECK(method_of("PUT") == Method::other);
    CHECK(method_of("get") == Method::other);
    CHECK(method_of("FROBNICATE") == Method::other);
}

TEST_CASE("field names are matched in any case")
{
    const Request request = read_one(with_fields("AZEN-Api-KEY: k\r\ncOOKIE: c\r\n"));

    CHECK(request.api_key == "k");
    CHECK(request.cookie == "c");
}

TEST_CASE("every azen-api-key field is counted, an empty one too")
{
    CHECK(read_one(with_fields("")).api_key_count == 0);
    CHECK(read_one(with_fields("azen-api-key:\r\n")).api_key_count == 1);
    CHECK(read_one(with_fields("azen-api-key: a\r\nAzen-Api-Key: b\r\n")).api_key_count == 2);
}

TEST_CASE("cookies that were sent in several fields are joined")
{
    CHECK(read_one(with_fields("Cookie: a=1\r\nCookie: b=2\r\n")).cookie == "a=1; b=2");
}

TEST_CASE("a request id that is not well-formed is replaced, each time by another one")
{
    Reader reader;
    const Request first = reader.read_one(with_fields("X-Request-Id: has space\r\n"));
    const Request second = reader.read_one(with_fields(""));

    CHECK(first.request_id.size() == 32);
    CHECK(is_request_id(first.request_id));
    CHECK(second.request_id.size() == 32);
    CHECK(first.request_id != second.request_id);
}

TEST_CASE("HTTP/1.1 keeps the connection unless told otherwise, HTTP/1.0 the other way round")
{
    const auto keeps = [](const std::string& line, const std::string& fields) {
        return read_one(with_fields(fields, line)).keep_alive;
    };

    CHECK(keeps("GET / HTTP/1.1", ""));
    CHECK(!keeps("GET / HTTP/1.1", "Connection: close\r\n"));
    CHECK(!keeps("GET / HTTP/1.1", "Connection: x, CLOSE\r\n"));
    CHECK(!keeps("GET / HTTP/1.0", ""));
    CHECK(keeps("GET / HTTP/1.0", "Connection: Keep-Alive\r\n"));
}

TEST_CASE("a higher minor version is read as HTTP/1.1")
{
    const Request request = read_one(with_fields("azen-api-key: az_1\r\n", "GET /a HTTP/1.2"));
    CHECK(!request.defect);
    CHECK(request.path == "/a");
    CHECK(request.api_key == "az_1");
    CHECK(request.keep_alive);
    CHECK(!request.http_1_0);
}

TEST_CASE("other versions are refused as versions, other words as no HTTP")
{
    CHECK(defect_of(with_fields("", "GET / HTTP/2.0")) == ApiError::unsupported_version);
    CHECK(defect_of(with_fields("", "GET / HTTP/1.")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET / HTTP/0.9")) == ApiError::unsupported_version);
    CHECK(defect_of(with_fields("", "GET / HTTP/1.10")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET / http/1.1")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET / ICAP/1.0")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET /")) == ApiError::malformed_request);
}

TEST_CASE("a request line is made of exactly three words")
{
    CHECK(defect_of(with_fields("", "GET  / HTTP/1.1")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET / HTTP/1.1 ")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET /a b HTTP/1.1")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "G@T / HTTP/1.1")) == ApiError::malformed_request);
}

TEST_CASE("HTTP/1.1 needs exactly one Host, HTTP/1.0 at most one")
{
    CHECK(defect_of("GET / HTTP/1.1\r\n\r\n") == ApiError::malformed_request);
    CHECK(defect_of(with_fields("Host: localhost\r\n")) == ApiError::malformed_request);
    CHECK(!defect_of("GET / HTTP/1.0\r\n\r\n"));
    CHECK(defect_of(with_fields("Host: b\r\n", "GET / HTTP/1.0")) == ApiError::malformed_request);
}

TEST_CASE("a Host that cannot be one is refused")
{
    const auto defect_of_host = [](const std::string& host) {
        return defect_of("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    };

    CHECK(!defect_of_host(""));
    CHECK(!defect_of_host("[::1]:8080"));
    CHECK(defect_of_host("a b") == ApiError::malformed_request);
    CHECK(defect_of_host("a/b") == ApiError::malformed_request);
    CHECK(defect_of_host("user@a") == ApiError::malformed_request);
}

TEST_CASE("a body ends where Content-Length says")
{
    Reader reader;
    const auto requests = reader.read(with_fields("Content-Length: 5\r\n") +
                                      "helloGET / HTTP/1.1\r\nHost: a\r\n\r\n");

    REQUIRE(requests.size() == 2);
    CHECK(requests[0].body == "hello");
    CHECK(requests[1].method == Method::get);
}

TEST_CASE("a Content-Length that is repeated, conflicting or no number is refused")
{
    const auto defect_of_length = [](const std::string& fields) {
        return defect_of(with_fields(fields));
    };

    CHECK(defect_of_length("Content-Length: 1\r\nContent-Length: 2\r\n") ==
          ApiError::malformed_request);
    CHECK(defect_of_length("Content-Length: 1\r\nContent-Length: 1\r\n") ==
          ApiError::malformed_request);
    for (const std::string value :
         {"", "1, 1", "1,2", "+1", "-1", "0x1", "1 1", "1.0", "99999999999999999999999"}) {
        CHECK_MESSAGE(
            defect_of_length("Content-Length: " + value + "\r\n") == ApiError::malformed_request,
            value);
    }
}

TEST_CASE("Content-Length together with Transfer-Encoding is refused in either order")
{
    CHECK(defect_of(with_fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")) ==
          ApiError::malformed_request);
    CHECK(defect_of(with_fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")) ==
          ApiError::malformed_request);
    CHECK(defect_of(with_fields("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n")) ==
          ApiError::malformed_request);
}

TEST_CASE("of transfer codings exactly chunked is known, and only in HTTP/1.1")
{
    const auto defect_with = [](const std::string& value) {
        return defect_of(with_fields("Transfer-Encoding: " + value + "\r\n"));
    };
    for (const std::string value : {"gzip, chunked", "gzip,chunked", "chunked, chunked"}) {
        CHECK_MESSAGE(defect_with(value) == ApiError::unknown_coding, value);
    }
    // Nobody knows where such a body ends.
    for (const std::string value :
         {"xchunked", "gzip", "chunked, gzip", "chunked,", "identity", ""}) {
        CHECK_MESSAGE(defect_with(value) == ApiError::malformed_request, value);
    }
    CHECK(defect_of(with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")) ==
          ApiError::malformed_request);
    CHECK(defect_of(with_fields("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0")) ==
          ApiError::malformed_request);
}

TEST_CASE("a chunked body is decoded; its extensions and trailers are read over")
{
    const Request request = read_one(with_fields("Transfer-Encoding: Chunked\r\n") +
                                     "5;a=b\r\nhello\r\nA\r\n, my world\r\n0;last\r\n"
                                     "X-Trailer: t\r\nazen-api-key: late\r\n\r\n");

    CHECK(!request.defect);
    CHECK(request.body == "hello, my world");
    CHECK(request.api_key_count == 0);
}

TEST_CASE("chunks that are not framed as they should be are refused")
{
    for (const std::string body : {"x\r\n",
                                   "-1\r\n",
                                   "5\r\nhello5\r\nworld",
                                   "5\nhello\r\n",
                                   "5\rhello",
                                   "5;\x01=b\r\nhello\r\n",
                                   "5;a=\"b\r\n",
                                   "5;a=\"b\\\"\r\n",
                                   "0;a=\"b\r\n",
                                   "5\r\nhello\r\n5;a=\"\r\nhello",
                                   "FFFFFFFFFFFFFFFFF\r\n",
                                   "0\r\nno colon\r\n\r\n"}) {
        const auto defect = defect_of(with_fields("Transfer-Encoding: chunked\r\n") + body);

        CHECK_MESSAGE(defect == ApiError::malformed_request, body);
    }
}

TEST_CASE("a chunk without its line end is refused as soon as that shows, however it arrives")
{
    const std::string head = with_fields("Transfer-Encoding: chunked\r\n");

    for (const std::size_t piece : {1, 2, 1'000}) {
        CAPTURE(piece);
        const auto requests = read_in_pieces(head + "5\r\nhello0b?\n", piece);
        REQUIRE(requests.size() == 1);
        CHECK(requests.front().defect == ApiError::malformed_request);
    }
}

TEST_CASE("a chunk's extension is bounded")
{
    const std::string head = with_fields("Transfer-Encoding: chunked\r\n");

    CHECK(!read_one(head + "1;" + std::string(200, 'a') + "\r\nx\r\n0\r\n\r\n").defect);
    CHECK(defect_of(head + "1;" + std::string(300, 'a') + "\r\nx\r\n0\r\n\r\n") ==
          ApiError::malformed_request);
}

TEST_CASE("the line of a chunk and the trailers may not be longer than a header section")
{
    const std::string head = with_fields("Transfer-Encoding: chunked\r\n");

    CHECK(defect_of(head + "1;" + std::string(600, 'a')) == ApiError::headers_too_large);
    CHECK(defect_of(head + "0\r\nX: " + std::string(600, 'a')) == ApiError::headers_too_large);
}

TEST_CASE("a body of the limit passes; one that announces more is refused before it is read")
{
    CHECK(read_one(with_fields("Content-Length: 64\r\n") + std::string(64, 'x')).body.size() == 64);
    CHECK(defect_of(with_fields("Content-Length: 65\r\n")) == ApiError::body_too_large);
}

TEST_CASE("a chunked body is refused as soon as it grows over the limit")
{
    const std::string head = with_fields("Transfer-Encoding: chunked\r\n");
    const std::string chunk = "20\r\n" + std::string(32, 'x') + "\r\n";

    CHECK(read_one(head + chunk + chunk + "0\r\n\r\n").body.size() == 64);
    CHECK(defect_of(head + chunk + chunk + "1\r\n") == ApiError::body_too_large);
}

TEST_CASE("a header section over the limit is refused, complete or not")
{
    const std::string filler = "X: " + std::string(600, 'x');

    CHECK(defect_of(with_fields(filler + "\r\n")) == ApiError::headers_too_large);
    CHECK(defect_of("GET / HTTP/1.1\r\n" + filler) == ApiError::headers_too_large);
}

TEST_CASE("a request line over the limit is refused for its target")
{
    CHECK(defect_of("GET /" + std::string(600, 'a')) == ApiError::uri_too_long);
    CHECK(defect_of(with_fields("", "GET /" + std::string(600, 'a') + " HTTP/1.1")) ==
          ApiError::uri_too_long);
    CHECK(defect_of("\r\nGET /" + std::string(600, 'a')) == ApiError::uri_too_long);
}

TEST_CASE("only one expectation can be met")
{
    CHECK(defect_of(with_fields("Expect: 200-ok\r\n")) == ApiError::expectation_failed);
    CHECK(!defect_of(with_fields("Expect: 100-Continue\r\n")));
    CHECK(!defect_of(with_fields("Expect: something\r\n", "GET / HTTP/1.0")));
}

TEST_CASE("a client that holds its body back is noticed, and until the body has come only")
{
    Reader reader;

    CHECK(!reader.parser.awaits_continue());
    reader.read(with_fields("Expect: 100-continue\r\nContent-Length: 2\r\n"));
    CHECK(reader.parser.awaits_continue());
    CHECK(reader.read("ok").size() == 1);
    CHECK(!reader.parser.awaits_continue());
}

TEST_CASE("HTTP/1.0 clients are never told to continue")
{
    Reader reader;

    reader.read(with_fields("Expect: 100-continue\r\nContent-Length: 2\r\n", "POST / HTTP/1.0"));

    CHECK(reader.parser.state() == State::body);
    CHECK(!reader.parser.awaits_continue());
}

TEST_CASE("an absolute target is read for its path, and for its host before the field")
{
    const Request request = read_one(with_fields("", "GET http://other.test:80/a?b HTTP/1.1"));

    CHECK(!request.defect);
    CHECK(request.path == "/a");
    CHECK(request.query == "b");
    CHECK(request.host == "other.test:80");
}

TEST_CASE("CONNECT and targets without a path are refused")
{
    CHECK(defect_of(with_fields("", "CONNECT a:443 HTTP/1.1")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET a:443 HTTP/1.1")) == ApiError::malformed_request);
    CHECK(defect_of(with_fields("", "GET * HTTP/1.1")) == ApiError::malformed_request);
    CHECK(read_one(with_fields("", "OPTIONS * HTTP/1.1")).path == "*");
}

TEST_CASE("the last proxy's word on the client is kept, and the host as it was sent")
{
    const Request request =
        read_one(with_fields("X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 1.2.3.4, 5.6.7.8\r\n"));

    CHECK(request.forwarded_for == "1.2.3.4, 5.6.7.8");
    CHECK(read_one("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n").host == "localhost:8080");
}

TEST_CASE("a request that a proxy has forwarded is not local")
{
    CHECK(read_one(with_fields("")).local_peer);
    for (const std::string field : {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"}) {
        CHECK_MESSAGE(!read_one(with_fields(field + ": x\r\n")).local_peer, field);
    }
}

TEST_CASE("a request with a defect closes the connection and keeps what the log can tell")
{
    const Request request = read_one(with_fields("Content-Length: x\r\n", "POST /a HTTP/1.1"));

    CHECK(request.defect == ApiError::malformed_request);
    CHECK(!request.keep_alive);
    CHECK(request.method == Method::post);
    CHECK(request.path == "/a");
    CHECK(!request.request_id.empty());
}

TEST_CASE("giving up makes a defect of what was read so far")
{
    Reader reader;
    reader.read("GET /slow HTTP/1.1\r\nHo");

    reader.parser.fail(ApiError::request_timeout);
    const Request request = reader.take();

    CHECK(request.defect == ApiError::request_timeout);
    CHECK(reader.parser.state() == State::header);
}

TEST_CASE("nothing of one request is left in the next")
{
    Reader reader;
    const auto requests =
        reader.read(with_fields("azen-api-key: k\r\nCookie: c\r\nVia: v\r\nContent-Length: 1\r\n") +
                    "b" + "GET /b HTTP/1.1\r\nHost: a\r\n\r\n");

    REQUIRE(requests.size() == 2);
    CHECK(requests[1].api_key.empty());
    CHECK(requests[1].api_key_count == 0);
    CHECK(requests[1].cookie.empty());
    CHECK(requests[1].body.empty());
    CHECK(requests[1].local_peer);
}

TEST_CASE("an empty chunked body may arrive in pieces of any size")
{
    const std::string bytes = with_fields("Transfer-Encoding: chunked\r\n") + "0\r\nT: t\r\n\r\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        CAPTURE(piece);
        const auto requests = read_in_pieces(bytes, piece);
        REQUIRE(requests.size() == 1);
        CHECK_FALSE(requests.front().defect.has_value());
        CHECK(requests.front().body.empty());
    }
}

TEST_CASE("requests are the same however their bytes arrive")
{
    const std::string bytes = with_fields("Transfer-Encoding: chunked\r\n") +
                              "5;x=\"y\"\r\nhello\r\n1\r\n!\r\n0\r\nT: t\r\n\r\n" +
                              with_fields("Content-Length: 3\r\nazen-api-key: k\r\n") + "abc" +
                              "\r\nGET /last?q HTTP/1.0\r\n\r\n";

    CHECK(rc::check("cut into pieces of any size", [&](const std::vector<std::uint8_t>& cuts) {
        Reader reader;
        std::vector<Request> requests;
        std::string_view rest = bytes;
        for (std::size_t i = 0; !rest.empty(); ++i) {
            const std::size_t size = i < cuts.size() ? cuts[i] % 40U : 1U;
            for (Request& request : reader.read(rest.substr(0, size))) {
                requests.push_back(std::move(request));
            }
            rest.remove_prefix(std::min(size, rest.size()));
        }
        RC_ASSERT(requests.size() == 3U);
        RC_ASSERT(requests[0].body == "hello!");
        RC_ASSERT(requests[1].body == "abc" && requests[1].api_key == "k");
        RC_ASSERT(requests[2].path == "/last" && !requests[2].keep_alive);
    }));
}

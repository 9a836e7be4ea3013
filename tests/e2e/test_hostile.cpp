/// Bytes that no honest client sends. Each table has one line a case: why, what is sent, and what
/// comes back. Section numbers are those of RFC 9112 unless another one is named. Every case is
/// sent at once and byte by byte, and a good request comes behind it: what is refused ends its
/// connection, so that no byte after it is ever answered, and what is accepted ends where its
/// sender meant it to.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

using namespace std::string_literals;

struct Refused {
    std::string reason;
    std::string bytes;
    int answer;
};

struct Accepted {
    std::string reason;
    std::string bytes;
    std::vector<int> answers;
};

/// Nobody needs a key to ask this.
constexpr std::string_view open_target = "/api/v1";

/// A request line between "GET" and what every request has.
std::string target(const std::string& text)
{
    return "GET " + text + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

std::string line(const std::string& text)
{
    return text + "\r\nHost: a\r\n\r\n";
}

std::string field(const std::string& text)
{
    return "GET /api/v1 HTTP/1.1\r\nHost: a\r\n" + text + "\r\n\r\n";
}

/// Its answer is 401, after its body was read over: it has no key.
std::string post(const std::string& fields, const std::string& body)
{
    return "POST /api/v1/memory HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n" + body;
}

std::string chunked(const std::string& body)
{
    return post("Transfer-Encoding: chunked", body);
}

/// A header section of `count` small fields, of seven bytes each.
std::string many_fields(std::size_t count)
{
    std::string fields;
    for (std::size_t i = 0; i < count; ++i) {
        fields += "X: ab\r\n";
    }
    return "GET /api/v1 HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

struct Hostile : Served {
    /// Whoever is taken in by a request that is none charges the key of this one.
    const std::string charged = verify(key).to_string();
    const std::string marked = RequestText{.target = std::string{open_target},
                                           .key = {},
                                           .body = {},
                                           .headers = "X-Request-Id: marked\r\n"}
                                   .to_string();

    ~Hostile() { CHECK(machine.key_field("test", "requestCount") == "0"); }

    void check_refused(std::initializer_list<Refused> cases) const
    {
        for (const Refused& refused : cases) {
            for (const std::size_t piece : {refused.bytes.size() + charged.size(), 1UL}) {
                CAPTURE(refused.reason);
                CAPTURE(piece);
                HttpConnection connection = server.connect();
                send_in_pieces(connection, refused.bytes + charged, piece);

                const HttpResponse answer = connection.receive().value_or(HttpResponse{});

                CHECK(answer.status == refused.answer);
                CHECK(answer.header("Connection") == "close");
                CHECK(json_at(answer.body, "/code") == std::to_string(refused.answer));
                CHECK_FALSE(connection.receive());
                CHECK(connection.closed_by_server());
            }
        }
    }

    void check_accepted(std::initializer_list<Accepted> cases) const
    {
        for (const Accepted& accepted : cases) {
            for (const std::size_t piece : {accepted.bytes.size() + marked.size(), 1UL}) {
                CAPTURE(accepted.reason);
                CAPTURE(piece);
                HttpConnection connection = server.connect();
                send_in_pieces(connection, accepted.bytes + marked, piece);

                for (const int status : accepted.answers) {
                    CHECK(connection.receive().value_or(HttpResponse{}).status == status);
                }

                const HttpResponse next = connection.receive().value_or(HttpResponse{});
                CHECK(next.header("X-Request-Id") == "marked");
                CHECK(next.count("Connection") == 0);
            }
        }
    }

    static void send_in_pieces(const HttpConnection& connection,
                               std::string_view bytes,
                               std::size_t piece)
    {
        for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
            REQUIRE(connection.send(bytes.substr(0, piece)));
        }
    }
};

}  // namespace

TEST_SUITE_BEGIN("hostile");

TEST_CASE_FIXTURE(Hostile, "lines that another parser could end elsewhere are refused")
{
    check_refused({
        {"2.2: a bare LF ends the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
        {"2.2: a bare LF ends a field", field("X: a\nY: b"), 400},
        {"2.2: a bare LF is the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"2.2: a bare CR in the request line", line("GET /\r HTTP/1.1"), 400},
        {"2.2: a bare CR in a field", field("X: a\rY: b"), 400},
        {"2.2: white space before the first field", field(" X: a"), 400},
        {"2.2: two empty lines before a request", "\r\n\r\n" + field("X: a"), 400},
        {"5.2: a folded field", field("X: a\r\n b"), 400},
        {"5.2: one folded with a tab", field("X: a\r\n\tb"), 400},
        {"5.2: one folded before its value", field("Content-Length:\r\n 5"), 400},
        {"9110 5.5: NUL in a value", field("X: a\0b"s), 400},
        {"9110 5.5: another control character in a value", field("X: a\x01z"), 400},
        {"9110 5.5: DEL in a value", field("X: a\x7Fz"), 400},
    });
}

TEST_CASE_FIXTURE(Hostile, "fields whose name another parser could read otherwise are refused")
{
    check_refused({
        {"5.1: a space before the colon", field("X : a"), 400},
        {"5.1: a tab before the colon", field("X\t: a"), 400},
        {"5.1: a space before the colon of a length", post("Content-Length : 5", "hello"), 400},
        {"5.1: no name", field(": a"), 400},
        {"5.1: no colon", field("X"), 400},
        {"9110 5.1: a space within the name", field("X Y: a"), 400},
        {"9110 5.1: NUL in the name", field("X\0Y: a"s), 400},
        {"9110 5.1: a separator in the name", field("X(Y): a"), 400},
        {"9110 5.1: a byte beyond ASCII in the name", field("X\xC3\xA4: a"), 400},
    });
}

TEST_CASE_FIXTURE(Hostile, "request lines that are none are refused")
{
    check_refused({
        {"3: two spaces", line("GET  / HTTP/1.1"), 400},
        {"3: a tab for a space", line("GET\t/ HTTP/1.1"), 400},
        {"3: a space at the end", line("GET / HTTP/1.1 "), 400},
        {"3: a space within the target", line("GET /a b HTTP/1.1"), 400},
        {"3: no version, as in HTTP/0.9", line("GET /"), 400},
        {"3: no target", line("GET HTTP/1.1"), 400},
        {"3.1: no method", line(" / HTTP/1.1"), 400},
        {"3.1: a method that is no token", line("G@T / HTTP/1.1"), 400},
        {"2.3: a version in lower case", line("GET / http/1.1"), 400},
        {"2.3: a version of two digits", line("GET / HTTP/1.10"), 400},
        {"2.3: a version without a dot", line("GET / HTTP/11"), 400},
        {"2.3: a version that is none of ours", line("GET / HTTP/3.0"), 505},
        {"9113 3.4: HTTP/2 with prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"no HTTP at all: TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"s, 400},
        {"no HTTP at all: SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 400},
        {"no HTTP at all: PROXY protocol", "PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n\r\n", 400},
    });
}

TEST_CASE_FIXTURE(Hostile, "targets and hosts that lead nowhere are refused")
{
    check_refused({
        {"3.2: HTTP/1.1 without Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"3.2: two of them", field("Host: b"), 400},
        {"3.2: two that are the same", field("Host: a"), 400},
        {"3.2: two in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"3.2: a list of them", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"3.2: one with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"3.2: an address that does not end", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
        {"3.2: a port that is none", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400},
        {"3.2: a port alone", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", 400},
        {"3.2: one with a user", "GET / HTTP/1.1\r\nHost: b@a\r\n\r\n", 400},
        {"3.2: a fragment", target("/a#b"), 400},
        {"3.2: bytes beyond ASCII", target("/\xC3\xA4"), 400},
        {"3.2: NUL", target("/a\0b"s), 400},
        {"3.2.1: a path that does not begin with a slash", target("api/v1"), 400},
        {"3.2.2: another scheme", target("ftp://a/api/v1"), 400},
        {"9110 4.2.1: no host in an absolute target", target("http:///api/v1"), 400},
        {"9110 4.2.4: a user in it", target("http://b@a/api/v1"), 400},
        {"3.2.3: an authority in a request other than CONNECT", target("a:80"), 400},
        {"3.2.3: CONNECT, as this is no proxy", line("CONNECT a:80 HTTP/1.1"), 400},
        {"3.2.4: an asterisk in a request other than OPTIONS", target("*"), 400},
    });
}

TEST_CASE_FIXTURE(Hostile, "lengths that two parsers could read in two ways are refused")
{
    const std::string both = "Content-Length: 5\r\nTransfer-Encoding: chunked";
    const std::string twice = "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked";
    const std::string body = "0\r\n\r\n";

    check_refused({
        {"6.3: two lengths", post("Content-Length: 5\r\nContent-Length: 6", "hello"), 400},
        {"6.3: the same twice", post("Content-Length: 5\r\nContent-Length: 5", "hello"), 400},
        {"6.3: a list", post("Content-Length: 5, 5", "hello"), 400},
        {"6.3: a sign", post("Content-Length: +5", "hello"), 400},
        {"6.3: a negative one", post("Content-Length: -5", "hello"), 400},
        {"6.3: hexadecimal", post("Content-Length: 0x5", "hello"), 400},
        {"6.3: a space within", post("Content-Length: 0 5", "hello"), 400},
        {"6.3: a fraction", post("Content-Length: 5.0", "hello"), 400},
        {"6.3: an exponent", post("Content-Length: 5e0", "hello"), 400},
        {"6.3: none", post("Content-Length:", "hello"), 400},
        {"6.3: 2^64 + 5", post("Content-Length: 18446744073709551621", "hello"), 400},
        {"6.1: a length and a coding", post(both, body), 400},
        {"6.1: a length and a coding, for GET", field(both) + body, 400},
        {"6.1: a coding in HTTP/1.0",
         "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + body,
         400},
        {"6.1: chunked in two fields", post(twice, body), 400},
        {"6.1: one before chunked", post("Transfer-Encoding: gzip, chunked", body), 501},
        {"6.1: chunked twice", post("Transfer-Encoding: chunked, chunked", body), 501},
        {"6.3: an unknown coding", post("Transfer-Encoding: xchunked", body), 400},
        {"6.3: one after chunked", post("Transfer-Encoding: chunked, identity", body), 400},
        {"6.3: chunked in quotes", post("Transfer-Encoding: \"chunked\"", body), 400},
        {"6.3: a parameter", post("Transfer-Encoding: chunked;q=1", body), 400},
        {"6.1: VT before chunked",
         post("Transfer-Encoding: \x0B"
              "chunked",
              body),
         400},
    });
}

TEST_CASE_FIXTURE(Hostile, "chunks that are not framed as they should be are refused")
{
    check_refused({
        {"7.1: no size", chunked("\r\nhello\r\n0\r\n\r\n"), 400},
        {"7.1: a size that is no number", chunked("x\r\n"), 400},
        {"7.1: a sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400},
        {"7.1: a negative size", chunked("-1\r\n"), 400},
        {"7.1: a size in C's notation", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400},
        {"7.1: a space before the size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400},
        {"7.1: 2^64 + 5", chunked("10000000000000005\r\nhello\r\n"), 400},
        {"7.1: a bare LF after the size", chunked("5\nhello\r\n0\r\n\r\n"), 400},
        {"7.1: a bare CR after the size", chunked("5\rhello\r\n0\r\n\r\n"), 400},
        {"7.1: more data than the size", chunked("5\r\nhello!\r\n0\r\n\r\n"), 400},
        {"7.1: no CRLF after the data", chunked("5\r\nhello0\r\n\r\n"), 400},
        {"7.1: a bare LF after the data", chunked("5\r\nhello\n0\r\n\r\n"), 400},
        {"7.1.1: a bare LF in an extension", chunked("5;a\nb\r\nhello\r\n0\r\n\r\n"), 400},
        {"7.1.1: an extension without a name", chunked("5;\x01\r\nhello\r\n0\r\n\r\n"), 400},
        {"7.1.1: one of 300 bytes", chunked("5;" + std::string(300, 'a') + "\r\n"), 400},
        {"7.1.2: a trailer without a colon", chunked("0\r\nX\r\n\r\n"), 400},
        {"7.1.2: a bare LF in the trailers", chunked("0\r\nX: a\nY: b\r\n\r\n"), 400},
        {"9110 6.5.1: a length in the trailers",
         chunked("0\r\nContent-Length: 5\r\n\r\nhello"),
         400},
        {"7.1.2: NUL in a trailer", chunked("0\r\nX: a\0b\r\n\r\n"s), 400},
    });
}

TEST_CASE_FIXTURE(Hostile, "what is too large, or asks for too much, is refused before it is read")
{
    const std::string much(std::size_t{64} * 1024, 'a');

    check_refused({
        {"9110 15.5.15: a target of 64 KiB", target("/" + much), 414},
        {"6585 5: a field of 64 KiB", field("X: " + much), 431},
        {"6585 5: 64 KiB of a name", field(much + ": a"), 431},
        {"6585 5: 4000 fields", many_fields(4000), 431},
        {"9110 15.5.14: a body of 100 GB", post("Content-Length: 100000000000", ""), 413},
        {"9110 15.5.14: one of 2^64 - 1", post("Content-Length: 18446744073709551615", ""), 413},
        {"9110 15.5.14: a chunk of 4 GB", chunked("FFFFFFFF\r\n"), 413},
        {"9110 10.1.1: before it is asked to continue",
         post("Content-Length: 9999999\r\nExpect: 100-continue", ""),
         413},
        {"9110 10.1.1: an expectation nobody can meet", field("Expect: 200-ok"), 417},
    });
}

TEST_CASE_FIXTURE(Hostile, "what is odd but clear is answered, and ends where it should")
{
    check_accepted({
        {"9110 2.5: a higher minor version", line("GET /api/v1 HTTP/1.9"), {200}},
        {"2.2: one empty line before a request", "\r\n" + field("X: a"), {200}},
        {"5.1: no space after the colon", field("X:a"), {200}},
        {"5.1: much of it around a value", field("X: \t a \t "), {200}},
        {"9110 5.5: no value", field("X:"), {200}},
        {"9110 5.5: bytes beyond ASCII in a value", field("X: \xC3\xA4\xFF"), {200}},
        {"9110 5.4: 2000 fields", many_fields(2000), {200}},
        {"9110 9.1: a method nobody knows", line("BREW /api/v1 HTTP/1.1"), {405}},
        {"9110 9.1: a method in lower case", line("get /api/v1 HTTP/1.1"), {405}},
        {"9110 9.3.1: GET with a body", field("Content-Length: 5") + "hello", {200}},
        {"9110 7.8: an upgrade that is not wanted", field("Upgrade: h2c"), {200}},
        {"3.2: an empty Host", "GET /api/v1 HTTP/1.1\r\nHost:\r\n\r\n", {200}},
        {"3.2: HTTP/1.0 without Host",
         "GET /api/v1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
         {200}},
        {"3.2.1: a path that goes up", target("/a/../api/v1"), {404}},
        {"3.2.2: an absolute target", target("http://b:80/api/v1?x"), {200}},
        {"3.2.2: one without a path", target("HTTPS://b"), {200}},
        {"3.2.4: OPTIONS of the whole server, which has none", line("OPTIONS * HTTP/1.1"), {404}},
        {"6: a body of no bytes", post("Content-Length: 0", ""), {401}},
        {"6.2: zeros before a length", post("Content-Length: 0005", "hello"), {401}},
        {"6.1: a coding in another case", post("Transfer-Encoding: Chunked", "0\r\n\r\n"), {401}},
        {"6.1: a name that only looks like it", post("Transfer_Encoding: chunked", ""), {401}},
        {"7.1: zeros before a size", chunked("0005\r\nhello\r\n00\r\n\r\n"), {401}},
        {"7.1.1: an extension", chunked("5;a=\"b\";c\r\nhello\r\n0;d\r\n\r\n"), {401}},
        {"7.1.2: trailers", chunked("0\r\nazen-api-key: a\r\nX: b\r\n\r\n"), {401}},
        {"9.3.2: a body that looks like a request",
         post("Content-Length: " + std::to_string(charged.size()), charged),
         {401}},
        {"9.3.2: three requests at once",
         field("X: a") + post("Content-Length: 1", "a") + target("/none"),
         {200, 401, 404}},
    });
}

TEST_CASE_FIXTURE(Hostile, "good requests before a bad one are answered, and none after it")
{
    HttpConnection connection = server.connect();
    connection.send(marked + chunked("0\r\n\r\n") + field("X : a") + charged + charged);

    CHECK(connection.receive().value_or(HttpResponse{}).status == 200);
    CHECK(connection.receive().value_or(HttpResponse{}).status == 401);
    CHECK(connection.receive().value_or(HttpResponse{}).status == 400);
    CHECK_FALSE(connection.receive());
    CHECK(connection.closed_by_server());
}

TEST_CASE_FIXTURE(Hostile, "nothing is answered after a request that asked to close")
{
    HttpConnection connection = server.connect();
    connection.send(field("Connection: close") + charged);

    CHECK(connection.receive().value_or(HttpResponse{}).header("Connection") == "close");
    CHECK_FALSE(connection.receive());
    CHECK(connection.closed_by_server());
}

TEST_CASE_FIXTURE(Hostile, "a request whose client leaves at any byte of it is never carried out")
{
    const RequestText create = create_memory(key, R"({"text":"half"})");
    const std::string whole = create.to_string();
    const auto open_connections = [&] {
        return server.request({.target = "/metrics", .key = {}, .body = {}, .headers = {}}).body;
    };

    for (std::size_t size = 0; size < whole.size(); ++size) {
        HttpConnection leaving = server.connect();
        HttpConnection vanishing = server.connect();
        REQUIRE(leaving.send(whole.substr(0, size)));
        REQUIRE(vanishing.send(whole.substr(0, size)));
        leaving.finish_sending();
        CHECK_FALSE(leaving.receive());
        CHECK(leaving.closed_by_server());
        vanishing.reset();
    }

    CHECK(eventually(
        [&] { return open_connections().find("azen_open_connections 1\n") != std::string::npos; }));
}

TEST_SUITE_END();

}  // namespace azen::test

#include <string>

#include <doctest/doctest.h>

#include "server/http/reply_writer.h"

using namespace azen;
using namespace azen::server;

namespace {

Exchange answered(int status, std::string body)
{
    Exchange exchange;
    exchange.request.method = Method::get;
    exchange.request.request_id = "id-1";
    exchange.reply.status = status;
    exchange.reply.body = std::move(body);
    return exchange;
}

std::string write(const Exchange& exchange, Persistence persistence = Persistence::keep)
{
    ReplyWriter writer;
    writer.set_time(Timestamp{milliseconds{784'111'777'999}});
    std::string out;
    writer.append(out, exchange, persistence);
    return out;
}

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a reply carries its own fields and those that all replies carry")
{
    Exchange exchange = answered(200, "{}");
    exchange.reply.headers = "azen-user-id: u\r\n";

    CHECK(write(exchange) ==
          "HTTP/1.1 200 OK\r\n"
          "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
          "Cache-Control: no-store\r\n"
          "X-Content-Type-Options: nosniff\r\n"
          "X-Request-Id: id-1\r\n"
          "azen-user-id: u\r\n"
          "Content-Type: application/json\r\n"
          "Content-Length: 2\r\n\r\n{}");
}

TEST_CASE("the date follows the clock")
{
    ReplyWriter writer;
    std::string out;

    writer.set_time(Timestamp{milliseconds{951'782'400'000}});
    writer.append(out, answered(200, ""), Persistence::keep);

    CHECK(holds(out, "Date: Tue, 29 Feb 2000 00:00:00 GMT\r\n"));
}

TEST_CASE("a reply to HEAD has the length of the body but not the body")
{
    Exchange exchange = answered(200, "four");
    exchange.request.method = Method::head;

    const std::string text = write(exchange);

    CHECK(holds(text, "Content-Length: 4\r\n"));
    CHECK(text.ends_with("\r\n\r\n"));
}

TEST_CASE("204 has neither body nor length")
{
    const std::string text = write(answered(204, ""));

    CHECK(text.starts_with("HTTP/1.1 204 No Content\r\n"));
    CHECK(!holds(text, "\r\nContent-"));
}

TEST_CASE("an empty body has a length but no type")
{
    const std::string text = write(answered(200, ""));

    CHECK(holds(text, "Content-Length: 0\r\n"));
    CHECK(!holds(text, "\r\nContent-Type"));
}

TEST_CASE("the last reply of a connection says so")
{
    CHECK(holds(write(answered(400, "x"), Persistence::close), "Connection: close\r\n"));
    CHECK(!holds(write(answered(400, "x")), "Connection:"));
}

TEST_CASE("a connection kept for HTTP/1.0 is announced")
{
    Exchange exchange = answered(200, "x");
    exchange.request.http_1_0 = true;

    CHECK(holds(write(exchange), "Connection: keep-alive\r\n"));
    CHECK(holds(write(exchange, Persistence::close), "Connection: close\r\n"));
}

TEST_CASE("every status that the service answers with has a status line")
{
    for (const int status : {200,
                             201,
                             204,
                             400,
                             401,
                             403,
                             404,
                             405,
                             408,
                             413,
                             414,
                             415,
                             417,
                             429,
                             431,
                             500,
                             501,
                             503,
                             505}) {
        const std::string text = write(answered(status, ""));

        CHECK(text.starts_with("HTTP/1.1 " + std::to_string(status) + " "));
        CHECK(text[13] >= 'A');
    }
    CHECK(write(answered(299, "")).starts_with("HTTP/1.1 299 \r\n"));
}

TEST_CASE("replies are appended to what is there")
{
    ReplyWriter writer;
    std::string out = "before";

    writer.append(out, answered(200, "1"), Persistence::keep);
    writer.append(out, answered(200, "2"), Persistence::keep);

    CHECK(out.starts_with("beforeHTTP/1.1 200"));
    CHECK(out.ends_with("\r\n\r\n2"));
}

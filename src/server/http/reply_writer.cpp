#include "server/http/reply_writer.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string_view>

#include "core/base/append.h"

namespace azen::server {
namespace {

// The lines of all statuses that the server answers with, ready to be copied.
struct StatusLine {
    int status;
    std::string_view line;
};

constexpr std::array status_lines{
    StatusLine{200, "HTTP/1.1 200 OK\r\n"},
    StatusLine{201, "HTTP/1.1 201 Created\r\n"},
    StatusLine{204, "HTTP/1.1 204 No Content\r\n"},
    StatusLine{400, "HTTP/1.1 400 Bad Request\r\n"},
    StatusLine{401, "HTTP/1.1 401 Unauthorized\r\n"},
    StatusLine{403, "HTTP/1.1 403 Forbidden\r\n"},
    StatusLine{404, "HTTP/1.1 404 Not Found\r\n"},
    StatusLine{405, "HTTP/1.1 405 Method Not Allowed\r\n"},
    StatusLine{408, "HTTP/1.1 408 Request Timeout\r\n"},
    StatusLine{413, "HTTP/1.1 413 Content Too Large\r\n"},
    StatusLine{414, "HTTP/1.1 414 URI Too Long\r\n"},
    StatusLine{415, "HTTP/1.1 415 Unsupported Media Type\r\n"},
    StatusLine{417, "HTTP/1.1 417 Expectation Failed\r\n"},
    StatusLine{429, "HTTP/1.1 429 Too Many Requests\r\n"},
    StatusLine{431, "HTTP/1.1 431 Request Header Fields Too Large\r\n"},
    StatusLine{500, "HTTP/1.1 500 Internal Server Error\r\n"},
    StatusLine{501, "HTTP/1.1 501 Not Implemented\r\n"},
    StatusLine{503, "HTTP/1.1 503 Service Unavailable\r\n"},
    StatusLine{505, "HTTP/1.1 505 HTTP Version Not Supported\r\n"},
};

void append_status_line(std::string& out, int status)
{
    for (const StatusLine& row : status_lines) {
        if (row.status == status) {
            out += row.line;
            return;
        }
    }
    // The space belongs to the line even when no reason follows it (RFC 9112 section 4).
    fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} \r\n", status);
}

bool has_no_content(int status)
{
    return status == 204 || status == 304 || status < 200;
}

// IMF-fixdate, RFC 9110 section 5.6.7: Sun, 06 Nov 1994 08:49:37 GMT.
std::string format_http_date(std::chrono::sys_seconds time)
{
    constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       weekdays.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()),
                       months.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()),
                       clock.hours().count(),
                       clock.minutes().count(),
                       clock.seconds().count());
}

// Persistence is HTTP/1.1's default and is not spelled out; a client of HTTP/1.0 has to be told.
std::string_view connection_line(const Request& request, Persistence persistence)
{
    if (persistence == Persistence::close) {
        return "Connection: close\r\n";
    }
    return request.http_1_0 ? "Connection: keep-alive\r\n" : "";
}

}  // namespace

void ReplyWriter::set_time(Timestamp now)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (second == second_) {
        return;
    }
    second_ = second;
    common_ = fmt::format(
        "Date: {}\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "X-Request-Id: ",
        format_http_date(second));
}

// Copies instead of formatting: this runs for every reply. HEAD has the header section that GET
// would have, its length included (RFC 9110 section 9.3.2).
void ReplyWriter::append(std::string& out, const Exchange& exchange, Persistence persistence) const
{
    const Reply& reply = exchange.reply;
    append_status_line(out, reply.status);
    append_all(out,
               {common_,
                exchange.request.request_id,
                "\r\n",
                connection_line(exchange.request, persistence),
                reply.headers});
    if (has_no_content(reply.status)) {
        out += "\r\n";
        return;
    }
    const std::string_view content = reply.content();
    if (!content.empty()) {
        append_all(out, {"Content-Type: ", reply.content_type, "\r\n"});
    }
    const fmt::format_int length{content.size()};
    const bool is_head = exchange.request.method == Method::head;
    append_all(out,
               {"Content-Length: ",
                std::string_view{length.data(), length.size()},
                "\r\n\r\n",
                is_head ? std::string_view{} : content});
}

}  // namespace azen::server

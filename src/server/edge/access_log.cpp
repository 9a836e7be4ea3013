#include "server/edge/access_log.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/time_text.h"
#include "core/key/redact.h"

namespace azen::server {
namespace {

std::string_view name_of(Method method)
{
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::del: return "DELETE";
        case Method::options: return "OPTIONS";
        case Method::other: break;
    }
    return "other";
}

bool is_plain(char character)
{
    return character >= ' ' && character < '\x7F' && character != '"' && character != '\\';
}

void append_json(std::string& out, std::string_view text)
{
    if (text.empty()) {
        out += "null";
    } else if (std::ranges::all_of(text, is_plain)) {
        out += '"';
        out += text;
        out += '"';
    } else {
        out += nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    }
}

void append_member(std::string& out, std::string_view name, std::string_view text)
{
    out += ",\"";
    out += name;
    out += "\":";
    append_json(out, text);
}

// For what clients chose. Nearly always there is nothing to redact, hence no copy.
void append_foreign(std::string& out, std::string_view name, std::string_view text)
{
    if (holds_secret(text)) {
        append_member(out, name, redact_secrets(text));
    } else {
        append_member(out, name, text);
    }
}

}  // namespace

void AccessLog::set_time(Timestamp now)
{
    if (now != now_) {
        now_ = now;
        time_text_ = format_timestamp(now);
    }
}

void AccessLog::add(const Exchange& exchange, std::chrono::steady_clock::time_point now)
{
    const Request& request = exchange.request;
    const auto duration =
        std::chrono::duration_cast<std::chrono::microseconds>(now - request.received);
    lines_ += R"({"time":")";
    lines_ += time_text_;
    lines_ += '"';
    append_foreign(lines_, "requestId", request.request_id);
    append_member(lines_, "client", request.client);
    append_member(lines_, "method", name_of(request.method));
    append_member(lines_, "route", exchange.route);
    append_foreign(lines_, "path", request.path);
    fmt::format_to(std::back_inserter(lines_),
                   R"(,"status":{},"durationMs":{}.{:03})",
                   exchange.reply.status,
                   duration.count() / 1000,
                   duration.count() % 1000);
    append_member(lines_, "outcome", exchange.outcome);
    append_member(lines_, "keyId", exchange.key_id);
    append_foreign(lines_, "userAgent", request.user_agent);
    fmt::format_to(std::back_inserter(lines_), R"(,"bytes":{})", exchange.reply.content().size());
    append_member(lines_, "failure", exchange.failure);
    lines_ += "}\n";
}

void AccessLog::flush()
{
    if (!lines_.empty()) {
        stream_.write(lines_);
        lines_.clear();
    }
}

}  // namespace azen::server

#include "server/app/rate_headers.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string_view>

namespace azen::server {

namespace {

// RFC 8941 integers have 15 digits at most; a quota of 10^15 is one more than that.
constexpr std::int64_t max_structured_integer = 999'999'999'999'999;

// Rounded up: a client that comes back when it was told to must pass. Zero would tell it to come
// back at once, and a window of zero seconds is no window.
std::int64_t whole_seconds(milliseconds time)
{
    const std::int64_t seconds = std::chrono::ceil<std::chrono::seconds>(time).count();
    return std::max<std::int64_t>(1, seconds);
}

void append_policy(std::string& out,
                   std::string_view name,
                   std::int64_t amount,
                   milliseconds window)
{
    fmt::format_to(std::back_inserter(out),
                   R"({}"{}";q={};w={})",
                   out.empty() ? "" : ", ",
                   name,
                   std::min(amount, max_structured_integer),
                   whole_seconds(window));
}

void append_item(std::string& out,
                 std::string_view name,
                 std::int64_t remaining,
                 const std::optional<milliseconds>& wait)
{
    fmt::format_to(std::back_inserter(out),
                   R"({}"{}";r={})",
                   out.empty() ? "" : ", ",
                   name,
                   std::min(remaining, max_structured_integer));
    if (remaining == 0 && wait) {
        fmt::format_to(std::back_inserter(out), ";t={}", whole_seconds(*wait));
    }
}

void append_field(std::string& out, std::string_view name, std::string_view value)
{
    if (!value.empty()) {
        out.append(name).append(": ").append(value).append("\r\n");
    }
}

}  // namespace

std::string rate_limit_headers(const Allowance& allowance, const std::optional<Refill>& refill)
{
    std::string policies;
    std::string items;
    if (allowance.rate_limited) {
        append_policy(policies, "rate", allowance.rate_limit.max, allowance.rate_limit.window);
        append_item(items, "rate", allowance.tokens, allowance.wait);
    }
    if (allowance.quota_remaining) {
        // A policy promises an amount for a window; a quota that ends for good has neither.
        if (refill) {
            append_policy(policies, "quota", refill->amount, refill->interval);
        }
        append_item(items, "quota", *allowance.quota_remaining, allowance.wait);
    }
    std::string headers;
    append_field(headers, "RateLimit-Policy", policies);
    append_field(headers, "RateLimit", items);
    return headers;
}

std::string retry_after_header(const Allowance& allowance)
{
    if (!allowance.wait) {
        return {};
    }
    return fmt::format("Retry-After: {}\r\n", whole_seconds(*allowance.wait));
}

}  // namespace azen::server

#include "server/app/rate_headers.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>

#include "core/base/append.h"

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

// The items of one header field: begins it with the first one, ends it unless there was none.
class FieldWriter {
public:
    FieldWriter(std::string& out, std::string_view name) : out_{out}, name_{name} {}

    void begin_item(std::string_view name)
    {
        if (is_empty_) {
            append_all(out_, {name_, ": \"", name, "\""});
        } else {
            append_all(out_, {", \"", name, "\""});
        }
        is_empty_ = false;
    }

    void parameter(std::string_view name, std::int64_t value)
    {
        const fmt::format_int digits{value};
        append_all(out_, {";", name, "=", std::string_view{digits.data(), digits.size()}});
    }

    void end()
    {
        if (!is_empty_) {
            out_ += "\r\n";
        }
    }

private:
    std::string& out_;
    std::string_view name_;
    bool is_empty_ = true;
};

void append_policy(FieldWriter& field,
                   std::string_view name,
                   std::int64_t amount,
                   milliseconds window)
{
    field.begin_item(name);
    field.parameter("q", std::min(amount, max_structured_integer));
    field.parameter("w", whole_seconds(window));
}

void append_item(FieldWriter& field,
                 std::string_view name,
                 std::int64_t remaining,
                 const std::optional<milliseconds>& wait)
{
    field.begin_item(name);
    field.parameter("r", std::min(remaining, max_structured_integer));
    if (remaining == 0 && wait) {
        field.parameter("t", whole_seconds(*wait));
    }
}

}  // namespace

void append_rate_limit_headers(std::string& out,
                               const Allowance& allowance,
                               const std::optional<Refill>& refill)
{
    FieldWriter policies{out, "RateLimit-Policy"};
    if (allowance.rate_limited) {
        append_policy(policies, "rate", allowance.rate_limit.max, allowance.rate_limit.window);
    }
    // A policy promises an amount for a window; a quota that ends for good has neither.
    if (allowance.quota_remaining && refill) {
        append_policy(policies, "quota", refill->amount, refill->interval);
    }
    policies.end();

    FieldWriter items{out, "RateLimit"};
    if (allowance.rate_limited) {
        append_item(items, "rate", allowance.tokens, allowance.wait);
    }
    if (allowance.quota_remaining) {
        append_item(items, "quota", *allowance.quota_remaining, allowance.wait);
    }
    items.end();
}

std::string retry_after_header(const Allowance& allowance)
{
    if (!allowance.wait) {
        return {};
    }
    return fmt::format("Retry-After: {}\r\n", whole_seconds(*allowance.wait));
}

}  // namespace azen::server

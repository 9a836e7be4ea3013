#include "server/http/request_message.h"

#include <algorithm>
#include <string>

#include "core/base/ascii.h"
#include "server/http/ascii_case.h"
#include "server/http/request_id.h"
#include "server/http/request_target.h"

#include <boost/beast/http/error.hpp>

namespace azen::server {
namespace {

namespace http = boost::beast::http;

// Nobody uses chunk extensions but who wants a server to read much for little.
constexpr std::size_t max_extension_bytes = 256;
constexpr std::size_t max_reserved_bytes = std::size_t{64} * 1024;

std::string_view to_std(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

// Digits alone: "+5", "5, 5" and "0x5" are read differently by different parsers.
bool is_number(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, is_ascii_digit);
}

// What follows the last comma, or all of it.
std::string_view last_of_list(std::string_view value)
{
    return trim_ascii_space(value.substr(value.rfind(',') + 1));
}

Method to_method(http::verb verb)
{
    switch (verb) {
        case http::verb::get: return Method::get;
        case http::verb::head: return Method::head;
        case http::verb::post: return Method::post;
        case http::verb::delete_: return Method::del;
        case http::verb::options: return Method::options;
        default: return Method::other;
    }
}

}  // namespace

RequestMessage::RequestMessage(const RequestLimits& limits, Request& request) : request_{request}
{
    header_limit(static_cast<std::uint32_t>(limits.max_header_bytes));
    body_limit(limits.max_body_bytes);
    eager(true);
    request_.local_peer = true;  // as far as the fields tell; the connection knows the rest
}

ApiError RequestMessage::defect(boost::beast::error_code error) const
{
    if (refusal_) {
        return *refusal_;
    }
    if (error == http::error::body_limit) {
        return ApiError::body_too_large;
    }
    if (error == http::error::header_limit) {
        return ApiError::headers_too_large;
    }
    return ApiError::malformed_request;
}

void RequestMessage::refuse(ApiError reason, ErrorCode& error)
{
    refusal_ = reason;
    error = http::error::bad_value;  // any: it only makes Beast stop
}

void RequestMessage::on_request_impl(
    http::verb method, Text /*method_text*/, Text target, int version, ErrorCode& error)
{
    request_.method = to_method(method);
    request_.http_1_0 = version == 10;
    if (method == http::verb::connect || !read_target(to_std(target), request_)) {
        refuse(ApiError::malformed_request, error);
    }
}

// The host in an absolute target comes first, whatever the field says (RFC 9112 section 3.2.2).
void RequestMessage::keep_host(std::string_view value)
{
    if (request_.host.empty()) {
        request_.host = value;
    }
}

// Fields that decide where the request ends, or whether it does.
bool RequestMessage::keep_framing_field(Field field, std::string_view value)
{
    switch (field) {
        case Field::host:
            ++hosts_;
            keep_host(value);
            is_well_formed_ = is_well_formed_ && is_host(value);
            return true;
        case Field::content_length:
            ++lengths_;
            is_well_formed_ = is_well_formed_ && is_number(value);
            return true;
        case Field::transfer_encoding:
            ++codings_;
            is_chunked_ = equals_ignoring_case(value, "chunked");
            ends_chunked_ = equals_ignoring_case(last_of_list(value), "chunked");
            return true;
        case Field::expect:
            expects_continue_ = equals_ignoring_case(value, "100-continue");
            has_other_expectation_ = has_other_expectation_ || !expects_continue_;
            return true;
        default: return false;
    }
}

// Any sign of a proxy makes the peer a stranger: the connection may be local, its client is not.
// Several Cookie fields are joined as in RFC 9113 section 8.2.3; of other fields the last one
// counts.
bool RequestMessage::keep_known_field(Field field, std::string_view value)
{
    switch (field) {
        case Field::cookie:
            request_.cookie += request_.cookie.empty() ? "" : "; ";
            request_.cookie += value;
            return true;
        case Field::content_type: request_.content_type = value; return true;
        case Field::origin: request_.origin = value; return true;
        case Field::access_control_request_method:
            request_.access_control_request_method = value;
            return true;
        case Field::user_agent: request_.user_agent = value; return true;
        case Field::forwarded:
        case Field::via: request_.local_peer = false; return true;
        default: return field != Field::unknown;  // known to Beast, of no use here
    }
}

// Keys are counted, not only kept: two of them are refused, whichever is the good one.
void RequestMessage::keep_other_field(std::string_view name, std::string_view value)
{
    if (equals_ignoring_case(name, "azen-api-key")) {
        request_.api_key = value;
        ++request_.api_key_count;
    } else if (equals_ignoring_case(name, "x-request-id")) {
        request_.request_id = is_request_id(value) ? value : std::string_view{};
    } else if (equals_ignoring_case(name, "x-forwarded-for")) {
        request_.local_peer = false;
        request_.forwarded_for = value;
    } else if (equals_ignoring_case(name, "x-real-ip")) {
        request_.local_peer = false;
    }
}

void RequestMessage::on_field_impl(Field field, Text name, Text value, ErrorCode& /*error*/)
{
    if (header_done_) {
        return;  // a trailer: nothing after the body may change what the request is
    }
    if (!keep_framing_field(field, to_std(value)) && !keep_known_field(field, to_std(value))) {
        keep_other_field(to_std(name), to_std(value));
    }
}

// RFC 9112 sections 3.2 and 6.3, where they leave a choice the strictest one.
std::optional<ApiError> RequestMessage::judge_header() const
{
    if (hosts_ > 1 || (hosts_ == 0 && !request_.http_1_0) || !is_well_formed_) {
        return ApiError::malformed_request;
    }
    if (lengths_ > 1 || codings_ > 1 || lengths_ + codings_ > 1) {
        return ApiError::malformed_request;
    }
    if (codings_ == 1 && request_.http_1_0) {
        return ApiError::malformed_request;
    }
    if (codings_ == 1 && !ends_chunked_) {
        return ApiError::malformed_request;  // nobody knows where its body ends
    }
    if (codings_ == 1 && !is_chunked_) {
        return ApiError::unknown_coding;
    }
    if (has_other_expectation_ && !request_.http_1_0) {
        return ApiError::expectation_failed;
    }
    return std::nullopt;
}

void RequestMessage::on_header_impl(ErrorCode& error)
{
    header_done_ = true;
    if (const std::optional<ApiError> reason = judge_header()) {
        refuse(*reason, error);
        return;
    }
    request_.keep_alive = keep_alive();
    expects_continue_ = expects_continue_ && !request_.http_1_0;
}

void RequestMessage::on_body_init_impl(const boost::optional<std::uint64_t>& length,
                                       ErrorCode& /*error*/)
{
    // Bounded: a client must send bytes to make us hold memory.
    request_.body.reserve(std::min<std::size_t>(length.value_or(0), max_reserved_bytes));
}

std::size_t RequestMessage::on_body_impl(Text part, ErrorCode& /*error*/)
{
    request_.body.append(part.data(), part.size());
    return part.size();
}

void RequestMessage::on_chunk_header_impl(std::uint64_t /*size*/, Text extension, ErrorCode& error)
{
    if (extension.size() > max_extension_bytes) {
        refuse(ApiError::malformed_request, error);
    }
}

std::size_t RequestMessage::on_chunk_body_impl(std::uint64_t /*remaining*/,
                                               Text part,
                                               ErrorCode& error)
{
    return on_body_impl(part, error);
}

void RequestMessage::on_finish_impl(ErrorCode& /*error*/) {}

void RequestMessage::on_response_impl(int /*status*/,
                                      Text /*reason*/,
                                      int /*version*/,
                                      ErrorCode& /*error*/)
{
    // Never called: this parser reads requests.
}

}  // namespace azen::server

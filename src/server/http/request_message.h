#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "server/http/error_table.h"
#include "server/http/request.h"

#include <boost/beast/http/basic_parser.hpp>

namespace azen::server {

/// What a request may take of the server.
struct RequestLimits {
    std::size_t max_header_bytes =
        std::size_t{16} * 1024;  // also: of a chunk's extension or of the trailers
    std::size_t max_body_bytes = std::size_t{1024} * 1024;  // after the removal of chunked framing
};

/// One request being read: Beast knows the grammar of HTTP, this adds the rules that Beast leaves
/// to its user and keeps only the fields that Request has room for. Feed it a header section that
/// scan_header has found complete, then the body, until is_done(). When put() fails with anything
/// but need_more, defect() says what to answer. For one request; one per connection.
class RequestMessage final : public boost::beast::http::basic_parser<true> {
public:
    /// Fills `request`, which outlives this.
    RequestMessage(const RequestLimits& limits, Request& request);

    /// What to answer after put() failed with `error`.
    ApiError defect(boost::beast::error_code error) const;

    /// Whether the client waits for "100 Continue" before it sends the body. Known once the header
    /// section is read.
    bool expects_continue() const { return expects_continue_; }

private:
    using ErrorCode = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb method,
                         Text method_text,
                         Text target,
                         int version,
                         ErrorCode& error) override;
    void on_field_impl(Field field, Text name, Text value, ErrorCode& error) override;
    void on_header_impl(ErrorCode& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override;
    std::size_t on_body_impl(Text part, ErrorCode& error) override;
    void on_chunk_header_impl(std::uint64_t size, Text extension, ErrorCode& error) override;
    std::size_t on_chunk_body_impl(std::uint64_t remaining, Text part, ErrorCode& error) override;
    void on_finish_impl(ErrorCode& error) override;
    void on_response_impl(int status, Text reason, int version, ErrorCode& error) override;

    // Each field is for one of these three. The first two tell whether it was theirs.
    bool keep_framing_field(Field field, std::string_view value);
    bool keep_known_field(Field field, std::string_view value);
    void keep_other_field(std::string_view name, std::string_view value);
    void keep_host(std::string_view value);

    // What only the whole header section can tell: lengths against codings, hosts, expectations.
    std::optional<ApiError> judge_header() const;
    void refuse(ApiError reason, ErrorCode& error);

    Request& request_;
    std::optional<ApiError> refusal_;
    std::size_t hosts_ = 0;
    std::size_t lengths_ = 0;
    std::size_t codings_ = 0;
    bool is_chunked_ = false;     // by chunked alone
    bool ends_chunked_ = false;   // chunked is the last coding
    bool is_well_formed_ = true;  // host and length fields
    bool has_other_expectation_ = false;
    bool expects_continue_ = false;
    bool header_done_ = false;  // what follows as fields are trailers
};

}  // namespace azen::server

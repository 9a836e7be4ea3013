#include "server/http/request_parser.h"

#include <string>

#include "core/base/ascii.h"
#include "core/base/crypto.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace azen::server {
namespace {

namespace http = boost::beast::http;

boost::asio::const_buffer to_buffer(std::string_view bytes)
{
    return {bytes.data(), bytes.size()};
}

// The third word of the request line, if it is of the form of a version: "HTTP/1.1".
std::string_view version_in(std::string_view header)
{
    const std::string_view line = header.substr(0, header.find('\r'));
    const std::size_t target = line.find(' ') + 1;
    const std::string_view version = line.substr(line.find(' ', target) + 1);
    const bool is_one = version.size() == 8 && version.starts_with("HTTP/") &&
                        is_ascii_digit(version[5]) && version[6] == '.' &&
                        is_ascii_digit(version[7]);
    return is_one ? version : std::string_view{};
}

// Whether a quoted text is still open where the line of a chunk ends: nothing can close it there
// (RFC 9112 section 7.1.1). Beast goes on looking, and its answer would depend on how the bytes
// arrive.
bool is_open_at_line_end(std::string_view bytes)
{
    if (bytes.starts_with("\r\n")) {
        bytes.remove_prefix(2);  // the end of the chunk before
    }
    const std::size_t end = bytes.find("\r\n");
    if (end == std::string_view::npos) {
        return false;
    }
    bool is_open = false;
    for (std::size_t i = 0; i < end; ++i) {
        if (is_open && bytes[i] == '\\') {
            ++i;
        } else if (bytes[i] == '"') {
            is_open = !is_open;
        }
    }
    return is_open;
}

}  // namespace

std::size_t RequestParser::put(std::string_view bytes)
{
    switch (state_) {
        case State::header: return put_header(bytes);
        case State::body: return put_body(bytes);
        case State::complete: break;
    }
    return 0;
}

std::size_t RequestParser::put_header(std::string_view bytes)
{
    const HeaderScan scan = scan_header(bytes, scanned_, limits_.max_header_bytes);
    switch (scan.verdict) {
        case HeaderScan::Verdict::incomplete: scanned_ = scan.position; return 0;
        case HeaderScan::Verdict::malformed: fail(ApiError::malformed_request); return bytes.size();
        case HeaderScan::Verdict::too_large: fail_too_large(scan); return bytes.size();
        case HeaderScan::Verdict::complete: break;
    }
    read_header(bytes.substr(scan.begin, scan.position - scan.begin));
    return scan.position;
}

// Beast knows two versions, and also calls bad_version what is none at all. A higher minor version
// is read as the highest one that is known (RFC 9110 section 2.5).
void RequestParser::read_header(std::string_view header)
{
    if (read_known_header(header)) {
        return;
    }
    const std::string_view version = version_in(header);
    std::string as_known{header};
    if (version.starts_with("HTTP/1.")) {
        as_known[static_cast<std::size_t>(version.end() - header.begin()) - 1] = '1';
    }
    if (!read_known_header(as_known)) {
        fail(version.empty() ? ApiError::malformed_request : ApiError::unsupported_version);
    }
    wipe(as_known);
}

// The scan has found the section complete, so a parser that wants more of it has read it otherwise:
// that is refused, whoever is right. False, and nothing is done: its version is not known.
bool RequestParser::read_known_header(std::string_view header)
{
    message_.emplace(limits_, *request_);
    boost::beast::error_code error;
    message_->put(to_buffer(header), error);
    if (error == http::error::bad_version) {
        return false;
    }
    if (error && error != http::error::need_more) {
        fail(message_->defect(error));
    } else if (!message_->is_header_done()) {
        fail(ApiError::malformed_request);
    } else {
        state_ = message_->is_done() ? State::complete : State::body;
    }
    return true;
}

std::size_t RequestParser::put_body(std::string_view bytes)
{
    // A chunked body ends with "0\r\n\r\n" (RFC 9112 section 7.1). Given three bytes of that and
    // then one more, Beast aborts: it gets all five at once. Other bytes have no fewer behind them.
    // After a chunk with data there is its line end first, and a zero in its place is wrong.
    constexpr std::size_t last_chunk_bytes = 5;
    const bool may_be_last_chunk = message_ && message_->chunked() && request_->body.empty() &&
                                   bytes.size() < last_chunk_bytes && bytes.starts_with('0');
    if (bytes.empty() || !message_ || may_be_last_chunk) {
        return 0;
    }
    boost::beast::error_code error;
    const std::size_t consumed = message_->put(to_buffer(bytes), error);
    if (error && error != http::error::need_more) {
        fail(message_->defect(error));
    } else if (message_->is_done()) {
        state_ = State::complete;
    } else if (message_->chunked() && is_open_at_line_end(bytes.substr(consumed))) {
        fail(ApiError::malformed_request);
    } else if (bytes.size() - consumed >= limits_.max_header_bytes) {
        // The line of a chunk, or the trailers, would not fit a connection's buffer.
        fail(ApiError::headers_too_large);
    }
    return consumed;
}

// Nobody sends a method of this length, so a request line is too long by its target.
void RequestParser::fail_too_large(const HeaderScan& scan)
{
    const bool is_request_line = scan.position == scan.begin;
    fail(is_request_line ? ApiError::uri_too_long : ApiError::headers_too_large);
}

void RequestParser::fail(ApiError reason)
{
    request_->defect = reason;
    request_->keep_alive = false;
    state_ = State::complete;
}

bool RequestParser::awaits_continue() const
{
    return state_ == State::body && message_ && message_->expects_continue();
}

// The id is made last: a client that brings one pays for none.
void RequestParser::finish()
{
    if (request_->request_id.empty()) {
        ids_.next(request_->request_id);
    }
    message_.reset();
    request_ = nullptr;
    state_ = State::header;
    scanned_ = 0;
}

}  // namespace azen::server

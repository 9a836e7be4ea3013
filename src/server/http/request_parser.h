#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "server/http/header_scan.h"
#include "server/http/request.h"
#include "server/http/request_id.h"
#include "server/http/request_message.h"

namespace azen::server {

/// Turns a client's bytes into requests, one after the other. Whatever is wrong with them ends in
/// a complete request that has a defect and must be the connection's last. One per connection.
class RequestParser {
public:
    enum class State {
        header,    // waits for (more of) a header section
        body,      // has the header, waits for (more of) the body
        complete,  // finish() the request
    };

    /// `limits` and `ids` outlive this. read_into() comes before all else.
    RequestParser(const RequestLimits& limits, RequestIds& ids) : limits_{limits}, ids_{ids} {}

    /// Where the next request goes: a clear one, which outlives its reading. Precondition: nothing
    /// of the request was read yet.
    void read_into(Request& request) { request_ = &request; }

    /// Reads on. `bytes` is all that was received and not yet consumed; returns how many of them,
    /// from the front, are now. Stops at the end of a request: call it again after
    /// finish() and read_into().
    std::size_t put(std::string_view bytes);

    /// Gives up on the request being read; what is known of it stays for the log.
    void fail(ApiError reason);

    State state() const { return state_; }

    /// Whether the client holds its body back until it is told to continue.
    bool awaits_continue() const;

    /// Gives the complete request an id and lets go of it. Its `local_peer` says only that no proxy
    /// has forwarded it, its `client` and `received` nothing: the connection knows those.
    /// Precondition: state() == State::complete.
    void finish();

private:
    std::size_t put_header(std::string_view bytes);
    std::size_t put_body(std::string_view bytes);
    void read_header(std::string_view header);
    bool read_known_header(std::string_view header);
    void fail_too_large(const HeaderScan& scan);

    const RequestLimits& limits_;
    RequestIds& ids_;
    State state_ = State::header;
    std::size_t scanned_ = 0;  // where scan_header goes on
    Request* request_ = nullptr;
    std::optional<RequestMessage> message_;
};

}  // namespace azen::server

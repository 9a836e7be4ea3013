#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "server/http/error_table.h"

namespace azen::server {

/// The methods that some route has, and HEAD and OPTIONS, which the server answers by itself.
enum class Method { get, head, post, del, options, other };

/// One HTTP request as the edge hands it on: framed, within limits, and with the few header fields
/// that anything here reads. A plain value. Texts are the client's bytes, neither decoded nor known
/// to be UTF-8; a field that was absent is empty.
struct Request {
    Method method = Method::other;
    std::string path;   // raw, as sent, without the query
    std::string query;  // raw, without the '?'
    std::string body;
    std::string api_key;            // the last azen-api-key field
    std::size_t api_key_count = 0;  // how many there were
    std::string cookie;
    std::string content_type;
    std::string origin;
    std::string host;
    std::string access_control_request_method;
    std::string request_id;  // X-Request-Id when well-formed (1-64 of [A-Za-z0-9._-]), else made
    std::string user_agent;
    std::string client;  // the peer's address without port, "unix" for a Unix socket; once it is
                         // prepared, whom a trusted proxy saw
    std::string forwarded_for;  // the last X-Forwarded-For field, whoever wrote it
    bool local_peer = false;    // loopback or Unix socket, and no proxy has forwarded it
    bool keep_alive = true;
    bool http_1_0 = false;  // a reply that keeps the connection must say so

    /// Set when the bytes were no acceptable request: answer this and close. All else may be empty.
    std::optional<ApiError> defect;

    std::chrono::steady_clock::time_point received;  // when its last byte was read

    /// Back to a new one, but for the room that its texts have: it is used for the next request.
    void clear();
};

}  // namespace azen::server

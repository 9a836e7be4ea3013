#include "server/http/exchange.h"

namespace azen::server {
namespace {

/// A usual request or reply fits; a large body's room is given back.
constexpr std::size_t max_kept_bytes = 1024;

void empty(std::string& text)
{
    if (text.capacity() > max_kept_bytes) {
        text = std::string{};
    } else {
        text.clear();
    }
}

}  // namespace

void Request::clear()
{
    method = Method::other;
    for (std::string* text : {&path,
                              &query,
                              &body,
                              &api_key,
                              &cookie,
                              &content_type,
                              &origin,
                              &host,
                              &access_control_request_method,
                              &request_id,
                              &user_agent,
                              &client,
                              &forwarded_for}) {
        empty(*text);
    }
    api_key_count = 0;
    local_peer = false;
    keep_alive = true;
    http_1_0 = false;
    defect.reset();
    received = {};
}

void Reply::clear()
{
    status = ok;
    content_type = json;
    empty(body);
    empty(headers);
}

void Exchange::clear()
{
    request.clear();
    reply.clear();
    state = State::waiting;
    empty(key_id);
    outcome = {};
    route = {};
    empty(failure);
    work = nullptr;
    finish = nullptr;
}

}  // namespace azen::server

#include "server/http/exchange.h"

#include "core/base/crypto.h"

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

/// For what may hold a secret. Replies that do are small; of a large one it is a page of memories,
/// which this memory holds elsewhere too.
void wipe_and_empty(std::string& text)
{
    constexpr std::size_t max_wiped_bytes = std::size_t{2} * 1024 * 1024;
    if (text.capacity() <= max_wiped_bytes) {
        wipe(text);
    }
    empty(text);
}

}  // namespace

void Request::clear()
{
    method = Method::other;
    for (std::string* text : {&body, &api_key, &cookie}) {
        wipe_and_empty(*text);
    }
    for (std::string* text : {&path,
                              &query,
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
    wipe_and_empty(body);
    document = {};
    wipe_and_empty(headers);
}

void Exchange::clear()
{
    queue.clear();
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

/// How long a connection waits for its client.

#include <utility>

#include "server/edge/connection.h"
#include "server/edge/server.h"

namespace azen::server {
namespace {

// For how long a refused client may go on sending and still see why.
constexpr std::chrono::milliseconds linger_timeout{2'000};
// What a client sent just before the server began to stop is still on its way through the kernel.
constexpr std::chrono::milliseconds idle_timeout_when_draining{50};

}  // namespace

// The time-out of a request runs from its first byte, not from its last: a client that sends a byte
// now and then does not hold its place. While we hold it back, its time does not run.
void Connection::note_progress_of_request()
{
    const bool is_in_body = parser_.state() == RequestParser::State::body;
    count_arriving(is_in_body ? reading_->request.body.size() : 0);
    if (is_held_back() || phase_ != Phase::serving || (!is_in_body && begin_ == end_)) {
        request_since_.reset();
    } else if (!request_since_ || is_in_body != is_in_body_) {
        request_since_ = turn_.now;
        is_in_body_ = is_in_body;
    }
}

void Connection::count_arriving(std::size_t bytes)
{
    turn_.arriving_bytes -= std::exchange(arriving_bytes_, bytes);
    turn_.arriving_bytes += bytes;
}

std::optional<Connection::Deadline> Connection::deadline() const
{
    if (phase_ == Phase::closed) {
        return std::nullopt;
    }
    const Limits& limits = turn_.limits;
    if (phase_ == Phase::lingering || is_writing_) {
        return Deadline{.at = active_at_ + (is_writing_ ? limits.write_timeout : linger_timeout)};
    }
    if (request_since_) {
        const auto limit = is_in_body_ ? limits.body_timeout : limits.header_timeout;
        return Deadline{.at = *request_since_ + limit, .deserves_reply = true};
    }
    if (phase_ == Phase::serving && open_.empty()) {
        const auto limit =
            stream_.is_established() ? limits.idle_timeout : limits.handshake_timeout;
        return Deadline{.at =
                            active_at_ + (turn_.is_draining ? idle_timeout_when_draining : limit)};
    }
    return std::nullopt;
}

std::optional<Connection::Moment> Connection::idle_since() const
{
    if (is_writing_) {
        return writing_since_;
    }
    const bool is_its_turn =
        phase_ == Phase::lingering || (phase_ == Phase::serving && open_.empty());
    return is_its_turn ? std::optional{request_since_.value_or(active_at_)} : std::nullopt;
}

void Connection::sweep()
{
    const std::optional<Deadline> due = deadline();
    if (!due || turn_.now <= due->at) {
        return;
    }
    if (due->deserves_reply) {
        give_up_request();
    } else {
        close();
    }
}

std::optional<Connection::Moment> Connection::body_since() const
{
    return phase_ == Phase::serving && arriving_bytes_ > 0 ? request_since_ : std::nullopt;
}

void Connection::give_up_request()
{
    parser_.fail(ApiError::request_timeout);
    submit();
    count_arriving(0);
}

}  // namespace azen::server

#include "server/edge/connection.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/crypto.h"
#include "server/edge/server.h"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

namespace azen::server {
namespace {

namespace asio = boost::asio;

// Holds most requests whole; ten thousand idle connections cost 40 MB.
constexpr std::size_t first_buffer_bytes = 4096;
// Replies wait here, not in what is written, when a client does not read: they are smaller.
constexpr std::size_t max_output_bytes = std::size_t{64} * 1024;
// For how many bytes a refused client may go on sending and still see why.
constexpr std::size_t max_dropped_bytes = std::size_t{4} * 1024 * 1024;

}  // namespace

Connection::Connection(ClientStream stream, Peer peer, Turn& turn)
    : stream_{std::move(stream)},
      peer_{std::move(peer)},
      turn_{turn},
      parser_{turn.request_limits, turn.ids},
      buffer_(first_buffer_bytes),
      active_at_{turn.now}
{
    begin_request();
}

void Connection::begin_request()
{
    reading_ = spare_ ? std::exchange(spare_, nullptr) : std::make_shared<Exchange>();
    parser_.read_into(reading_->request);
}

// Unless somebody still has it.
void Connection::recycle(ExchangePtr exchange)
{
    if (exchange.use_count() == 1) {
        exchange->clear();
        spare_ = std::move(exchange);
    }
}

void Connection::touch()
{
    if (!is_touched_) {
        is_touched_ = true;
        turn_.touched.push_back(shared_from_this());
    }
}

void Connection::close()
{
    if (phase_ != Phase::closed) {
        phase_ = Phase::closed;
        count_arriving(0);
        stream_.close();
        touch();  // the loop forgets closed connections when it flushes
    }
}

void Connection::flush()
{
    is_touched_ = false;
    if (phase_ == Phase::closed || is_writing_) {
        return;
    }
    if (phase_ != Phase::lingering) {
        collect_replies();
        parse();  // what the bound on open requests has held back
        offer_to_continue();
    }
    write();
}

// A client may leave while requests of its are with the workers: they are finished all the same,
// and their replies end here.
void Connection::collect_replies()
{
    while (has_reply() && output_.size() < max_output_bytes) {
        ExchangePtr exchange = std::move(open_.front());
        open_.pop_front();
        open_bytes_ -= exchange->request.body.size();
        const bool is_last = !exchange->request.keep_alive ||
                             (turn_.is_draining && open_.empty()) ||
                             (has_read_all_ && open_.empty() && unconsumed().empty());
        turn_.writer.append(output_, *exchange, is_last ? Persistence::close : Persistence::keep);
        if (turn_.log != nullptr) {
            turn_.log->add(*exchange, turn_.now);
        }
        if (is_last) {
            phase_ = Phase::finishing;
        }
        recycle(std::move(exchange));
    }
}

void Connection::parse()
{
    while (phase_ == Phase::serving && !is_held_back() && begin_ < end_) {
        const std::size_t consumed = parser_.put(unconsumed());
        begin_ += consumed;
        if (parser_.state() == RequestParser::State::complete) {
            submit();
        } else if (consumed == 0 || begin_ == end_) {
            break;
        }
    }
    note_progress_of_request();
}

// A defective request goes the same way as a good one: its error is answered in order, and logged.
void Connection::submit()
{
    parser_.finish();
    Request& request = reading_->request;
    request.client = peer_.address;
    request.local_peer = request.local_peer && peer_.is_local;
    request.received = turn_.now;
    if (!request.keep_alive) {
        phase_ = Phase::finishing;  // whatever follows is no request
    }
    open_bytes_ += request.body.size();
    turn_.batch.push_back(reading_);
    turn_.owners.push_back(shared_from_this());
    open_.push_back(std::move(reading_));
    begin_request();
    request_since_.reset();
    has_offered_ = false;
    touch();
}

bool Connection::is_held_back() const
{
    return open_.size() >= max_open_requests || open_bytes_ >= turn_.request_limits.max_body_bytes;
}

// Only when nothing else is on its way: replies that are still open come first, and a body that is
// arriving already needs no invitation (RFC 9110 section 10.1.1).
void Connection::offer_to_continue()
{
    if (phase_ == Phase::serving && open_.empty() && !has_offered_ && parser_.awaits_continue() &&
        begin_ == end_) {
        has_offered_ = true;
        output_ += "HTTP/1.1 100 Continue\r\n\r\n";
    }
}

void Connection::write()
{
    if (output_.empty()) {
        after_write();
        return;
    }
    // Nearly always the kernel takes all of it at once, and no handler is needed.
    ErrorCode error;
    written_ = stream_.write_some(asio::buffer(output_), error);
    if (error && error != asio::error::would_block) {
        close();
        return;
    }
    active_at_ = turn_.now;
    if (written_ < output_.size()) {
        writing_since_ = turn_.now;
        write_rest();
        return;
    }
    wipe(std::as_writable_bytes(std::span{output_}));
    output_.clear();
    after_write();
}

void Connection::write_rest()
{
    is_writing_ = true;
    stream_.async_write_some(asio::buffer(output_) + written_,
                             [self = shared_from_this()](ErrorCode error, std::size_t size) {
                                 self->on_written(error, size);
                             });
}

void Connection::on_written(ErrorCode error, std::size_t size)
{
    is_writing_ = false;
    if (phase_ == Phase::closed) {
        return;
    }
    if (error) {
        close();
        return;
    }
    turn_.refresh();
    active_at_ = turn_.now;
    written_ += size;
    if (written_ < output_.size()) {
        write_rest();
        return;
    }
    output_ = std::string{};  // it was a large one: not worth keeping
    touch();
}

void Connection::after_write()
{
    if (phase_ == Phase::finishing && open_.empty()) {
        linger();
    } else if (has_read_all_ && open_.empty()) {
        close();  // the rest of a request that was begun will not come
    } else {
        if (has_reply()) {
            touch();
        }
        read();
    }
}

// Closing with unread bytes in the kernel makes it send a reset, which can overtake the reply
// (RFC 9112 section 9.6).
void Connection::linger()
{
    stream_.finish_sending();
    if (has_read_all_) {
        close();
        return;
    }
    phase_ = Phase::lingering;
    active_at_ = turn_.now;
    read();
}

void Connection::read()
{
    const bool wants_more =
        phase_ == Phase::lingering || (phase_ == Phase::serving && !is_held_back());
    if (!wants_more || is_reading_ || has_read_all_) {
        return;
    }
    make_room();
    is_reading_ = true;
    stream_.async_read_some(
        asio::buffer(buffer_) + end_,
        asio::bind_allocator(HandlerAllocator<std::byte>{read_memory_},
                             [self = shared_from_this()](ErrorCode error, std::size_t size) {
                                 self->on_read(error, size);
                             }));
}

// The buffer grows when a header section, or a chunk's line, does not fit; the parser refuses both
// before the buffer is full at its largest. What has been read of it may have been a secret.
void Connection::make_room()
{
    const std::size_t filled = end_;
    if (phase_ == Phase::lingering || begin_ == end_) {
        begin_ = end_ = 0;
    }
    if (begin_ > 0) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_),
                  buffer_.begin());
        end_ -= std::exchange(begin_, 0);
    }
    wipe(std::as_writable_bytes(std::span{buffer_}.subspan(end_, filled - end_)));
    const std::size_t largest =
        std::max(first_buffer_bytes, turn_.request_limits.max_header_bytes + 1);
    if (end_ == buffer_.size() || is_in_body_) {
        buffer_.resize(std::max(buffer_.size(), std::min(largest, buffer_.size() * 4)));
    }
}

void Connection::on_read(ErrorCode error, std::size_t size)
{
    is_reading_ = false;
    if (phase_ == Phase::closed) {
        return;
    }
    if (error && (error != asio::error::eof || phase_ == Phase::lingering)) {
        close();
        return;
    }
    touch();
    turn_.refresh();
    if (phase_ == Phase::lingering) {
        drop(size);
        return;
    }
    has_read_all_ = error == asio::error::eof;
    active_at_ = turn_.now;
    end_ += size;
    parse();
}

void Connection::drop(std::size_t size)
{
    dropped_ += size;
    if (dropped_ > max_dropped_bytes) {
        close();
    }
}

}  // namespace azen::server

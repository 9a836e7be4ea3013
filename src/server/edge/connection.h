#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/edge/client_stream.h"
#include "server/edge/handler_memory.h"
#include "server/edge/turn.h"
#include "server/http/exchange.h"
#include "server/http/request_parser.h"

namespace azen::server {

/// Who is at the other end.
struct Peer {
    std::string address;    // without port; "unix" for a Unix socket
    bool is_local = false;  // loopback or Unix socket
};

/// One client's connection, a state machine:
///
///   serving ──last request read──► finishing ──its reply written──► lingering ──► closed
///
/// In `serving` it reads, in each turn of the loop at most once, and puts every request that is
/// complete into the turn's batch; replies are written in the order of the requests, all that are
/// ready in one write. It reads on only when its replies are written and few requests wait for
/// theirs (max_open_requests, or the room of one large body), so a client that does not read is not
/// read from. In `lingering` it has closed its half and drops what still comes, so that the client
/// can read the last reply instead of losing it to a reset.
///
/// Belongs to one I/O thread, kept alive by its loop, by pending reads and writes, and by requests
/// that wait for their reply.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// How many pipelined requests may wait for their replies; then no more is read.
    static constexpr std::size_t max_open_requests = 64;

    /// `turn` outlives this.
    Connection(ClientStream stream, Peer peer, Turn& turn);

    /// Begins to serve, at the end of the present turn.
    void start() { touch(); }

    /// To be called at the end of a turn for every touched connection: writes the replies that are
    /// ready and goes on reading. May add to the next tick's batch.
    void flush();

    /// Asks the loop for a flush() at the end of this turn.
    void touch();

    /// Enforces the time-outs. To be called every now and then.
    void sweep();

    /// Since when the body of a request has been arriving; nullopt while nothing of one is there.
    std::optional<std::chrono::steady_clock::time_point> body_since() const;

    /// Answers the request that is arriving with 408, as its last. Precondition: one is arriving.
    void give_up_request();

    /// At once, whatever is open.
    void close();

    bool is_closed() const { return phase_ == Phase::closed; }

    /// Since when it has been the client's turn: to ask for something, to send the rest of what it
    /// began, to read its reply; nullopt while there is something to do for it.
    std::optional<std::chrono::steady_clock::time_point> idle_since() const;

    const Peer& peer() const { return peer_; }

    /// Whether it came as far as requests, which with TLS not every client does.
    bool was_established() const { return stream_.is_established(); }

    /// Where the loop keeps it.
    std::size_t slot = 0;

private:
    enum class Phase { serving, finishing, lingering, closed };
    using ErrorCode = boost::system::error_code;
    using Moment = std::chrono::steady_clock::time_point;

    // When patience with the client ends, and whether it is told: one that is late with its
    // request.
    struct Deadline {
        Moment at;
        bool deserves_reply = false;
    };

    std::string_view unconsumed() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void read();
    void make_room();
    void on_read(ErrorCode error, std::size_t size);
    void parse();
    void begin_request();
    void submit();
    void recycle(ExchangePtr exchange);
    void note_progress_of_request();
    void count_arriving(std::size_t bytes);
    bool is_held_back() const;

    bool has_reply() const
    {
        return !open_.empty() && open_.front()->state == Exchange::State::answered;
    }
    void collect_replies();
    void offer_to_continue();
    void write();
    void write_rest();
    void on_written(ErrorCode error, std::size_t size);
    void after_write();
    void linger();
    void drop(std::size_t size);
    std::optional<Deadline> deadline() const;

    ClientStream stream_;
    Peer peer_;
    Turn& turn_;
    RequestParser parser_;
    Phase phase_ = Phase::serving;
    bool is_touched_ = false;
    bool is_reading_ = false;
    bool is_writing_ = false;
    bool has_read_all_ = false;  // the client has closed its half
    bool has_offered_ = false;   // 100 Continue, for the request being read

    std::vector<char> buffer_;  // received bytes: [begin_, end_) are not yet consumed
    std::size_t begin_ = 0;
    std::size_t end_ = 0;

    HandlerMemory read_memory_;
    ExchangePtr reading_;             // whose request the parser reads
    ExchangePtr spare_;               // one that is done with, for the request after it
    std::deque<ExchangePtr> open_;    // requests without reply, oldest first
    std::size_t open_bytes_ = 0;      // of their bodies
    std::size_t arriving_bytes_ = 0;  // of the body being read: its part of Turn's
    std::string output_;
    std::size_t written_ = 0;  // of output_

    Moment writing_since_;                 // when a reply began to wait for the client
    Moment active_at_;                     // when bytes last moved; when lingering began
    std::optional<Moment> request_since_;  // when the header, then the body, being read began
    bool is_in_body_ = false;              // which of the two; of the last one, when none is read
    std::size_t dropped_ = 0;              // bytes read while lingering
};

}  // namespace azen::server

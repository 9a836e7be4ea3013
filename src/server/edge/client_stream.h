#pragma once

#include <cstddef>
#include <memory>
#include <tuple>
#include <utility>

#include "server/edge/tls_session.h"

#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace azen::server {

/// TCP or Unix; the executor is a concrete type, because the type-erased one costs on every read.
using StreamSocket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol,
                                                      boost::asio::io_context::executor_type>;

/// A client's bytes, as they are or through TLS. Its operations are those of StreamSocket, and
/// without TLS nothing but them. Belongs to one I/O thread; a handler keeps it alive.
class ClientStream {
public:
    using ErrorCode = boost::system::error_code;

    /// `socket` is connected and non-blocking; `tls` is on the same socket, or nullptr for none.
    ClientStream(StreamSocket socket, std::unique_ptr<TlsSession> tls)
        : socket_{std::move(socket)}, tls_{std::move(tls)}
    {}

    /// Whether the client can have sent a request: with TLS not before hands have been shaken,
    /// which happens while the first bytes are read.
    bool is_established() const { return !tls_ || tls_->is_established(); }

    template <typename Handler>
    void async_read_some(boost::asio::mutable_buffer to, Handler handler)
    {
        if (tls_) [[unlikely]] {
            begin_to_read(to, std::move(handler));
        } else {
            socket_.async_read_some(to, std::move(handler));
        }
    }

    /// Writes what can be written at once; would_block when that is nothing.
    std::size_t write_some(boost::asio::const_buffer from, ErrorCode& error)
    {
        if (!tls_) [[likely]] {
            return socket_.write_some(from, error);
        }
        const TlsStep step = tls_->write(from.data(), from.size());
        error = error_of(step.outcome);
        return step.size;
    }

    template <typename Handler>
    void async_write_some(boost::asio::const_buffer from, Handler handler)
    {
        if (!tls_) {
            socket_.async_write_some(from, std::move(handler));
            return;
        }
        socket_.async_wait(StreamSocket::wait_write,
                           [this, from, handler = std::move(handler)](ErrorCode error) mutable {
                               const std::size_t size = error ? 0 : write_some(from, error);
                               if (error == boost::asio::error::would_block) {
                                   async_write_some(from, std::move(handler));
                               } else {
                                   handler(error, size);
                               }
                           });
    }

    /// Tells the client that nothing follows. What it still sends is no longer deciphered: whoever
    /// reads on can only throw it away.
    void finish_sending()
    {
        if (tls_) {
            tls_->finish();
            tls_.reset();
        }
        ErrorCode ignored;
        std::ignore = socket_.shutdown(StreamSocket::shutdown_send, ignored);
    }

    void close()
    {
        if (tls_) {
            tls_->finish();
        }
        ErrorCode ignored;
        std::ignore = socket_.close(ignored);
    }

private:
    static ErrorCode error_of(TlsStep::Outcome outcome)
    {
        switch (outcome) {
            case TlsStep::Outcome::moved: return {};
            case TlsStep::Outcome::needs_readable:
            case TlsStep::Outcome::needs_writable: return boost::asio::error::would_block;
            case TlsStep::Outcome::ended: return boost::asio::error::eof;
            case TlsStep::Outcome::failed: break;
        }
        return boost::asio::error::connection_aborted;
    }

    template <typename Handler>
    void begin_to_read(boost::asio::mutable_buffer to, Handler handler)
    {
        if (!tls_->has_received()) {
            read_when(StreamSocket::wait_read, to, std::move(handler));
            return;
        }
        const auto memory = boost::asio::get_associated_allocator(handler);
        boost::asio::post(
            socket_.get_executor(),
            boost::asio::bind_allocator(memory, [this, to, handler = std::move(handler)]() mutable {
                read_through_tls(to, std::move(handler));
            }));
    }

    template <typename Handler>
    void read_when(StreamSocket::wait_type what, boost::asio::mutable_buffer to, Handler handler)
    {
        const auto memory = boost::asio::get_associated_allocator(handler);
        socket_.async_wait(
            what,
            boost::asio::bind_allocator(
                memory, [this, to, handler = std::move(handler)](ErrorCode error) mutable {
                    if (error) {
                        handler(error, 0);
                    } else {
                        read_through_tls(to, std::move(handler));
                    }
                }));
    }

    // Since it was asked for, the stream may have been closed, or its sending half.
    template <typename Handler>
    void read_through_tls(boost::asio::mutable_buffer to, Handler handler)
    {
        if (!socket_.is_open()) {
            handler(boost::asio::error::operation_aborted, 0);
            return;
        }
        if (!tls_) {
            socket_.async_read_some(to, std::move(handler));
            return;
        }
        const TlsStep step = tls_->read(to.data(), to.size());
        if (step.outcome == TlsStep::Outcome::needs_readable) {
            read_when(StreamSocket::wait_read, to, std::move(handler));
        } else if (step.outcome == TlsStep::Outcome::needs_writable) {
            read_when(StreamSocket::wait_write, to, std::move(handler));
        } else {
            handler(error_of(step.outcome), step.size);
        }
    }

    StreamSocket socket_;
    std::unique_ptr<TlsSession> tls_;
};

}  // namespace azen::server

#pragma once

#include <cstddef>
#include <memory>

using SSL = struct ssl_st;  // OpenSSL's

namespace azen::server {

/// What came of an attempt to move bytes through TLS.
struct TlsStep {
    enum class Outcome {
        moved,           // `size` bytes, at least one
        needs_readable,  // nothing was moved: try again when the socket can be read
        needs_writable,  // … or written
        ended,           // the client sends no more
        failed,          // no TLS, or not any more; the client has been told why
    };
    Outcome outcome = Outcome::failed;
    std::size_t size = 0;
};

/// The server's side of TLS on one non-blocking socket. The first reads shake hands. Used by one
/// thread at a time.
class TlsSession {
public:
    /// Takes over `ssl`, which has its socket already. The socket stays its owner's, and open for
    /// as long as anything is called here.
    explicit TlsSession(SSL* ssl) : ssl_{ssl} {}

    /// Whether hands have been shaken.
    bool is_established() const;

    /// Whether a read may find bytes that have left the socket already: it then need not wait.
    bool has_received() const;

    TlsStep read(void* to, std::size_t size);

    /// As much of it as the socket takes. After a step that moved less than `size`, the next write
    /// begins with what is left. Not before hands have been shaken.
    TlsStep write(const void* from, std::size_t size);

    /// Tells the client, if the socket takes it, that nothing follows. No write comes after it.
    void finish();

private:
    TlsStep step_of(int result) const;

    struct Free {
        void operator()(SSL* ssl) const;
    };
    std::unique_ptr<SSL, Free> ssl_;
};

}  // namespace azen::server

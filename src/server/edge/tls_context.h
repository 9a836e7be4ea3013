#pragma once

#include <memory>

#include "core/base/clock.h"
#include "core/base/guarded.h"
#include "core/base/result.h"
#include "server/edge/server.h"
#include "server/edge/tls_session.h"

using SSL_CTX = struct ssl_ctx_st;  // NOLINT(readability-identifier-naming): OpenSSL's

namespace azen::server {

/// A certificate with its key, and what every handshake with it may agree on: TLS 1.2 or 1.3, only
/// ciphers that authenticate and keys that are forgotten, HTTP/1.1 with clients that name a
/// protocol. Sessions are resumed for an hour, by tickets that only this context can open. There is
/// no renegotiation and no early data, which could be sent twice. Immutable, thread-safe.
class TlsContext {
public:
    /// ErrorKind::invalid when a file cannot be read, is no PEM, asks for a passphrase, or when the
    /// key is not the certificate's.
    static Result<TlsContext> load(const TlsFiles& files);

    /// For a connection that was just accepted. It may outlive this. nullptr: no memory.
    std::unique_ptr<TlsSession> accept(int socket) const;

    /// The end of the certificate's validity.
    Timestamp expires_at() const;

private:
    explicit TlsContext(SSL_CTX* context) : context_{context} {}

    struct Free {
        void operator()(SSL_CTX* context) const;
    };
    std::unique_ptr<SSL_CTX, Free> context_;
};

/// The context for connections that are accepted now. Thread-safe.
class TlsCredentials {
public:
    /// ErrorKind::invalid as TlsContext::load().
    static Result<std::unique_ptr<TlsCredentials>> load(TlsFiles files);

    std::shared_ptr<const TlsContext> current() { return *current_.lock(); }

    /// Reads the files again. What is connected goes on with what it began with; on failure
    /// everything stays as it was.
    Result<void> reload();

private:
    TlsCredentials(TlsFiles files, TlsContext context)
        : files_{std::move(files)}, current_{std::make_shared<TlsContext>(std::move(context))}
    {}

    const TlsFiles files_;
    Guarded<std::shared_ptr<const TlsContext>> current_;
};

}  // namespace azen::server

#include "server/edge/tls_session.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

namespace azen::server {

using Outcome = TlsStep::Outcome;

void TlsSession::Free::operator()(SSL* ssl) const
{
    ::SSL_free(ssl);
}

bool TlsSession::is_established() const
{
    return ::SSL_is_init_finished(ssl_.get()) == 1;
}

bool TlsSession::has_received() const
{
    return ::SSL_has_pending(ssl_.get()) == 1;
}

// OpenSSL keeps errors in a queue of the thread, and takes any that it finds there for its own:
// hence each operation begins with an empty one.
TlsStep TlsSession::read(void* to, std::size_t size)
{
    ::ERR_clear_error();
    TlsStep step{.outcome = Outcome::moved};
    const int result = ::SSL_read_ex(ssl_.get(), to, size, &step.size);
    return result == 1 ? step : step_of(result);
}

// One call writes one record. Only a renegotiation, which there is none of, could make it read.
TlsStep TlsSession::write(const void* from, std::size_t size)
{
    ::ERR_clear_error();
    TlsStep step{.outcome = Outcome::moved};
    while (step.size < size) {
        std::size_t written = 0;
        const int result = ::SSL_write_ex(
            ssl_.get(), static_cast<const char*>(from) + step.size, size - step.size, &written);
        if (result != 1) {
            return step.size > 0 ? step : step_of(result);
        }
        step.size += written;
    }
    return step;
}

void TlsSession::finish()
{
    if (is_established()) {
        ::ERR_clear_error();
        ::SSL_shutdown(ssl_.get());
    }
}

TlsStep TlsSession::step_of(int result) const
{
    switch (::SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ: return {.outcome = Outcome::needs_readable};
        case SSL_ERROR_WANT_WRITE: return {.outcome = Outcome::needs_writable};
        case SSL_ERROR_ZERO_RETURN: return {.outcome = Outcome::ended};
        default: return {.outcome = Outcome::failed};
    }
}

}  // namespace azen::server

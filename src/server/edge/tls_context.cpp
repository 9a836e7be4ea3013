#include "server/edge/tls_context.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <ctime>
#include <string>
#include <system_error>

namespace azen::server {
namespace {

// For TLS 1.2; those of TLS 1.3 are all good.
constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
// As it travels: each name behind its length.
constexpr std::array<unsigned char, 9> protocols{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr long session_seconds = 3600;

// The first error is the cause, those after it what it led to.
std::string first_reason()
{
    const unsigned long code = ::ERR_peek_error();
    if (ERR_SYSTEM_ERROR(code)) {
        return std::generic_category().message(ERR_GET_REASON(code));
    }
    const char* const reason = ::ERR_reason_error_string(code);
    return reason != nullptr ? reason : "unknown reason";
}

// Without this OpenSSL would ask at the terminal.
int refuse_to_ask(char* /*to*/, int /*size*/, int /*is_new*/, void* /*data*/)
{
    return -1;
}

// RFC 7301 section 3.2: a client that speaks other protocols only is refused.
// NOLINTNEXTLINE(readability-function-size): so many parameters is what OpenSSL calls it with
int choose_protocol(SSL* /*ssl*/,
                    const unsigned char** chosen,
                    unsigned char* chosen_size,
                    const unsigned char* offered,
                    unsigned int offered_size,
                    void* /*data*/)
{
    const int outcome = ::SSL_select_next_proto(const_cast<unsigned char**>(chosen),
                                                chosen_size,
                                                protocols.data(),
                                                protocols.size(),
                                                offered,
                                                offered_size);
    return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// An end without notice ends a request as one with notice does: every request says itself how long
// it is. Reading ahead takes a record with one call instead of two.
void set_rules(SSL_CTX* context)
{
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_cipher_list(context, ciphers);
    ::SSL_CTX_set_options(
        context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CLEANSE_PLAINTEXT);
    ::SSL_CTX_set_mode(context,
                       SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                           SSL_MODE_RELEASE_BUFFERS);
    ::SSL_CTX_set_read_ahead(context, 1);
    ::SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_timeout(context, session_seconds);
    ::SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    ::SSL_CTX_set_default_passwd_cb(context, refuse_to_ask);
}

}  // namespace

void TlsContext::Free::operator()(SSL_CTX* context) const
{
    ::SSL_CTX_free(context);
}

Result<TlsContext> TlsContext::load(const TlsFiles& files)
{
    ::ERR_clear_error();
    TlsContext loaded{::SSL_CTX_new(::TLS_server_method())};
    SSL_CTX* const context = loaded.context_.get();
    if (context == nullptr) {
        return fail(ErrorKind::internal, fmt::format("cannot set up TLS: {}", first_reason()));
    }
    set_rules(context);
    if (::SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
        return fail(
            ErrorKind::invalid,
            fmt::format("cannot use the certificate in {}: {}", files.certificate, first_reason()),
            "it must be PEM: the server's certificate first, then those between it and "
            "its authority's");
    }
    if (::SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
        return fail(ErrorKind::invalid,
                    fmt::format("cannot use the private key in {}: {}", files.key, first_reason()),
                    "it must be PEM, without a passphrase, and the certificate's");
    }
    return loaded;
}

std::unique_ptr<TlsSession> TlsContext::accept(int socket) const
{
    SSL* const ssl = ::SSL_new(context_.get());
    if (ssl == nullptr) {
        return nullptr;
    }
    auto session = std::make_unique<TlsSession>(ssl);
    ::SSL_set_accept_state(ssl);
    return ::SSL_set_fd(ssl, socket) == 1 ? std::move(session) : nullptr;
}

Timestamp TlsContext::expires_at() const
{
    std::tm time{};
    ::ASN1_TIME_to_tm(::X509_get0_notAfter(::SSL_CTX_get0_certificate(context_.get())), &time);
    return Timestamp{std::chrono::seconds{::timegm(&time)}};
}

Result<std::unique_ptr<TlsCredentials>> TlsCredentials::load(TlsFiles files)
{
    TlsContext context = TRY(TlsContext::load(files));
    return std::unique_ptr<TlsCredentials>{
        new TlsCredentials{std::move(files), std::move(context)}};
}

Result<void> TlsCredentials::reload()
{
    TlsContext context = TRY(TlsContext::load(files_));
    *current_.lock() = std::make_shared<TlsContext>(std::move(context));
    return {};
}

}  // namespace azen::server

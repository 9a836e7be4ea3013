#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/account/session.h"
#include "core/memory/keyring.h"

namespace azen::server {

/// What clients reach the server over: TLS that it speaks itself, or that a proxy in front of it
/// does, whose word on clients' addresses counts. Over either, cookies never travel without TLS.
enum class Transport : std::uint8_t { plain, tls, tls_proxy };

inline bool is_secure(Transport transport)
{
    return transport != Transport::plain;
}

/// How a session's token travels, as Better Auth's client and its users know it:
///
///   name  = ["__Secure-"] "better-auth.session_token"      the prefix when secure
///   value = percent-encoded (token "." base64 of HMAC-SHA-256 of the token)
///
/// The signature keeps what nobody has signed away from the store; it is the token, of which the
/// store knows a hash, that opens the session. Thread-safe.
class SessionCookies {
public:
    /// Signs with a key that is derived from the newest master key, and knows the signatures of all
    /// of them. `keyring` outlives this.
    SessionCookies(Keyring& keyring, Transport transport) : keyring_{keyring}, transport_{transport}
    {}

    /// The token in the value of a Cookie field; nullopt when it holds none that was signed here.
    std::optional<std::string> find_token(std::string_view cookie_header) const;

    /// Complete Set-Cookie lines: one that keeps the token for as long as a session lasts, or until
    /// the browser is closed, and one that makes the client forget it.
    std::string remember(std::string_view token, Remember remember = Remember::yes) const;
    std::string forget() const;

private:
    std::optional<std::string> find_signed(std::string_view value) const;

    Keyring& keyring_;
    Transport transport_;
};

/// The sessions in the store, by the cookie that names them. Thread-safe as far as its store is.
class StoredSessions final : public SessionSource {
public:
    /// `cookies` outlives this.
    explicit StoredSessions(const SessionCookies& cookies) : cookies_{cookies} {}

    Result<std::optional<PresentedSession>> find(Transaction& transaction,
                                                 std::string_view cookie_header,
                                                 Timestamp now) override;

private:
    const SessionCookies& cookies_;
};

}  // namespace azen::server

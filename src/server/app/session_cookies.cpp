#include "server/app/session_cookies.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"
#include "core/base/keyed_hash.h"
#include "core/service/session_service.h"

namespace azen::server {

namespace {

constexpr std::string_view signing_domain = "azen session cookie v1";
constexpr std::string_view plain_name = "better-auth.session_token";
constexpr std::string_view secure_prefix = "__Secure-";
// A token of 43 characters, a dot and an encoded signature have 143 at most. What is longer is not
// hashed: the store waits meanwhile.
constexpr std::size_t longest_value = 256;

// Of base64 these three mean something in a cookie or a URL.
std::string percent_encode(std::string_view base64)
{
    std::string encoded;
    for (const char c : base64) {
        switch (c) {
            case '+': encoded += "%2B"; break;
            case '/': encoded += "%2F"; break;
            case '=': encoded += "%3D"; break;
            default: encoded += c;
        }
    }
    return encoded;
}

// The value of the first cookie of that name in a Cookie field.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name)
{
    while (!header.empty()) {
        const std::string_view pair = trim_ascii_space(header.substr(0, header.find(';')));
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
        header.remove_prefix(std::min(header.size(), header.find(';')));
        header.remove_prefix(header.empty() ? 0 : 1);
    }
    return std::nullopt;
}

std::string name_for(Transport transport)
{
    return fmt::format("{}{}", is_secure(transport) ? secure_prefix : "", plain_name);
}

// Without an age a browser keeps a cookie until it is closed.
std::string set_cookie(Transport transport,
                       std::string_view value,
                       std::optional<std::chrono::seconds> age)
{
    return fmt::format("Set-Cookie: {}={}; {}Path=/; HttpOnly; {}SameSite=Lax\r\n",
                       name_for(transport),
                       value,
                       age ? fmt::format("Max-Age={}; ", age->count()) : "",
                       is_secure(transport) ? "Secure; " : "");
}

std::string value_of(std::string_view token, const MasterKey& master_key)
{
    Digest key = hkdf_sha256(master_key.bytes(), signing_domain);
    std::string value = fmt::format("{}.{}", token, format_base64(hmac_sha256(key, token)));
    wipe(key);
    return value;
}

}  // namespace

// As it was sent, or as a client's cookie library may have decoded it.
std::optional<std::string> SessionCookies::find_signed(std::string_view value) const
{
    const std::string_view token = value.substr(0, value.find('.'));
    const Keyring::Keys keys = keyring_.keys();
    for (const auto& key : keys) {
        const std::string expected = value_of(token, key->master);
        if (equal_in_constant_time(value, percent_encode(expected)) ||
            equal_in_constant_time(value, expected)) {
            return token.empty() ? std::nullopt : std::optional{std::string{token}};
        }
    }
    return std::nullopt;
}

// Another server may know a master key that was added, and sign with it, before this one has needed
// it for a memory.
std::optional<std::string> SessionCookies::find_token(std::string_view cookie_header) const
{
    const auto value = find_cookie(cookie_header, name_for(transport_));
    if (!value || value->size() > longest_value) {
        return std::nullopt;
    }
    auto token = find_signed(*value);
    return token || !keyring_.refresh_sometimes() ? token : find_signed(*value);
}

std::string SessionCookies::remember(std::string_view token, Remember remember) const
{
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(session_service::lifetime);
    return set_cookie(transport_,
                      percent_encode(value_of(token, keyring_.keys().front()->master)),
                      remember == Remember::yes ? std::optional{age} : std::nullopt);
}

std::string SessionCookies::forget() const
{
    return set_cookie(transport_, "", std::chrono::seconds{0});
}

Result<std::optional<PresentedSession>> StoredSessions::find(Transaction& transaction,
                                                             std::string_view cookie_header,
                                                             Timestamp now)
{
    std::optional<std::string> token = cookies_.find_token(cookie_header);
    if (!token) {
        return std::nullopt;
    }
    auto found = TRY(session_service::find(transaction, *token, now));
    if (!found) {
        return std::nullopt;
    }
    return PresentedSession{.session = std::move(found->session),
                            .token = std::move(*token),
                            .renewed = found->renewed};
}

}  // namespace azen::server

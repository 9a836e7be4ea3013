#include "core/service/session_service.h"

#include <array>
#include <cstddef>

#include "core/base/codec.h"
#include "core/base/crypto.h"
#include "core/base/uuid.h"
#include "core/key/redact.h"

namespace azen::session_service {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_digits = 43;

Secret make_token(RandomSource& random)
{
    std::array<std::byte, token_bytes> bytes{};
    random.fill(bytes);
    Secret token{format_base62(bytes, token_digits)};
    wipe(bytes);
    return token;
}

Digest hash_of(std::string_view token)
{
    return sha256(as_byte_span(token));
}

}  // namespace

Result<OpenedSession> open(Transaction& transaction,
                           const NewSession& wanted,
                           RandomSource& random,
                           Timestamp now)
{
    const milliseconds time = wanted.remember == Remember::yes ? lifetime : brief_lifetime;
    OpenedSession opened{.session = {.id = make_uuid(random),
                                     .user_id = std::string{wanted.user_id},
                                     .address = std::string{wanted.client.address},
                                     .agent = describe_agent(wanted.client.agent),
                                     .expires_at = now + time,
                                     .created_at = now,
                                     .updated_at = now},
                         .token = make_token(random)};
    // Whoever comes sweeps: what is over is not kept longer than the next sign-in.
    TRY(transaction.sessions().erase_expired(now));
    TRY(transaction.sessions().insert(opened.session, hash_of(opened.token.reveal())));
    return opened;
}

// The end of one that is remembered only ever moves on, that of another never moves.
Remember remembered(const Session& session)
{
    const bool is_brief = session.expires_at - session.created_at < lifetime;
    return is_brief ? Remember::no : Remember::yes;
}

Result<std::optional<FoundSession>> find(Transaction& transaction,
                                         std::string_view token,
                                         Timestamp now)
{
    auto session = TRY(transaction.sessions().find(hash_of(token)));
    if (!session || now >= session->expires_at) {
        return std::nullopt;
    }
    FoundSession found{.session = std::move(*session)};
    // A clock that was set back renews nothing: the end only ever moves on.
    if (remembered(found.session) == Remember::yes &&
        found.session.expires_at - now <= lifetime - renewal_interval) {
        found.session.expires_at = now + lifetime;
        found.session.updated_at = now;
        TRY(transaction.sessions().update(found.session));
        found.renewed = true;
    }
    return found;
}

}  // namespace azen::session_service

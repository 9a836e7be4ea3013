#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "core/account/session.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/key/key_secret.h"
#include "core/service/authenticator.h"
#include "core/store/store.h"

/// Opens, finds and ends sessions. Works inside the caller's transaction and leaves the commit to
/// it. Of a token only its SHA-256 is kept.
namespace azen::session_service {

/// A session ends that long after it was last used; its end is moved at most once a day.
inline constexpr milliseconds lifetime = std::chrono::days{7};
inline constexpr milliseconds renewal_interval = std::chrono::days{1};

/// A session just opened, with the only copy of its token that there will ever be.
struct OpenedSession {
    Session session;
    Secret token;  // 43 base62 digits: 256 random bits
};

/// Opens a session of `user_id`, who has proved to be that. It has no active organization yet.
Result<OpenedSession> open(Transaction& transaction,
                           std::string_view user_id,
                           const Client& client,
                           RandomSource& random,
                           Timestamp now);

struct FoundSession {
    Session session;
    bool renewed = false;  // its end was moved
};

/// The session that `token` opens, if its time is not over; moves its end when that is due.
/// nullopt for every other token, which is no error.
Result<std::optional<FoundSession>> find(Transaction& transaction,
                                         std::string_view token,
                                         Timestamp now);

}  // namespace azen::session_service

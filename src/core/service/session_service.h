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

/// One that is not to be remembered ends that long after it was opened, whatever becomes of it.
inline constexpr milliseconds brief_lifetime = std::chrono::days{1};

/// A session just opened, with the only copy of its token that there will ever be.
struct OpenedSession {
    Session session;
    Secret token;  // 43 base62 digits: 256 random bits
};

/// What is to become a session.
struct NewSession {
    std::string_view user_id;  // who has proved to be that
    Client client = {};
    Remember remember = Remember::yes;
};

/// Opens a session. It has no active organization yet.
Result<OpenedSession> open(Transaction& transaction,
                           const NewSession& wanted,
                           RandomSource& random,
                           Timestamp now);

/// What was said of it when it was opened.
Remember remembered(const Session& session);

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

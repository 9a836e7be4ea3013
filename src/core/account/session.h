#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen {

class Transaction;

/// Whether a session is to outlive the browser that its user sits at.
enum class Remember : std::uint8_t { no, yes };

/// That a user has signed in, as it is kept: beside the hash of a token, never with the token.
struct Session {
    std::string id = {};  // UUID v4; names it to people, and opens nothing
    std::string user_id = {};

    /// The organization it works in, as long as the user is a member there. Without one a request
    /// for what organizations own is refused; it does not fall back to a key.
    std::optional<std::string> organization_id = {};
    std::string address = {};  // where it was opened from, as the server saw it; may be empty
    std::string agent = {};    // what that client called itself; may be empty
    Timestamp expires_at = {};
    Timestamp created_at = {};
    Timestamp updated_at = {};
};

/// A session that a request has shown to be its own.
struct PresentedSession {
    Session session;
    std::string token = {};  // what it was shown with; opens it
    bool renewed = false;    // its end was moved, which the client has to hear
};

/// Where the first step of authentication looks: a valid session wins over any key. All I/O
/// threads share one, and call it one at a time: inside their transactions.
class SessionSource {
public:
    virtual ~SessionSource() = default;

    /// The session that the `Cookie` header field of a request names; nullopt when it names none,
    /// or one that is invalid or over, which is no error: the key is tried next.
    virtual Result<std::optional<PresentedSession>> find(Transaction& transaction,
                                                         std::string_view cookie_header,
                                                         Timestamp now) = 0;
};

}  // namespace azen

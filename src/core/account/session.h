#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen {

class Transaction;

/// A signed-in user, as far as a request needs to know.
struct Session {
    std::string user_id;

    /// The active organization, if one is chosen. Without it a request is refused; it does not fall
    /// back to a key.
    std::optional<std::string> organization_id;
};

/// Where the first step of authentication looks: a valid session wins over any key. All I/O
/// threads share one, and call it one at a time: inside their transactions.
class SessionSource {
public:
    virtual ~SessionSource() = default;

    /// The session that the `Cookie` header field of a request names; nullopt when it names none,
    /// or one that is invalid or over, which is no error: the key is tried next.
    virtual Result<std::optional<Session>> find(Transaction& transaction,
                                                std::string_view cookie_header,
                                                Timestamp now) = 0;
};

/// No one can sign in: every request goes on to its key.
class NoSessions final : public SessionSource {
public:
    Result<std::optional<Session>> find(Transaction& /*transaction*/,
                                        std::string_view /*cookie_header*/,
                                        Timestamp /*now*/) override
    {
        return std::nullopt;
    }
};

}  // namespace azen

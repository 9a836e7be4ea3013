#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/account/session.h"

namespace azen::test {

/// Sessions by the whole value of the Cookie field; for other values it asks a real source. Counts
/// how often it was asked, so that a test can tell that it was not. One per thread.
class FakeSessions final : public SessionSource {
public:
    /// `otherwise` outlives this.
    explicit FakeSessions(SessionSource& otherwise) : otherwise_{otherwise} {}

    void add(std::string cookie, Session session)
    {
        sessions_.insert_or_assign(std::move(cookie), std::move(session));
    }

    int times_asked() const { return times_asked_; }

    Result<std::optional<PresentedSession>> find(Transaction& transaction,
                                                 std::string_view cookie_header,
                                                 Timestamp now) override
    {
        ++times_asked_;
        const auto found = sessions_.find(cookie_header);
        if (found == sessions_.end()) {
            return otherwise_.find(transaction, cookie_header, now);
        }
        return PresentedSession{.session = found->second};
    }

private:
    SessionSource& otherwise_;
    std::map<std::string, Session, std::less<>> sessions_;
    int times_asked_ = 0;
};

}  // namespace azen::test

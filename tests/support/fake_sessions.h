#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/account/session.h"

namespace azen::test {

/// Sessions by the whole value of the Cookie field. Counts how often it was asked, so that a test
/// can tell that it was not. One per thread.
class FakeSessions final : public SessionSource {
public:
    void add(std::string cookie, Session session)
    {
        sessions_.insert_or_assign(std::move(cookie), std::move(session));
    }

    int times_asked() const { return times_asked_; }

    Result<std::optional<Session>> find(Transaction& /*transaction*/,
                                        std::string_view cookie_header,
                                        Timestamp /*now*/) override
    {
        ++times_asked_;
        const auto found = sessions_.find(cookie_header);
        return found == sessions_.end() ? std::nullopt : std::optional{found->second};
    }

private:
    std::map<std::string, Session, std::less<>> sessions_;
    int times_asked_ = 0;
};

}  // namespace azen::test

#include "server/app/handlers/deferred_change.h"

#include <memory>
#include <utility>

namespace azen::server::handlers {

Answer defer_change(std::function<Result<Reply>()> change)
{
    const auto outcome = std::make_shared<Result<Reply>>();
    return Deferred{.work = [outcome, change = std::move(change)] { *outcome = change(); },
                    .render = [outcome]() -> Result<Reply> {
                        return std::move(*outcome);
                    }};
}

}  // namespace azen::server::handlers

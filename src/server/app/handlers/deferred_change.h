#pragma once

#include <functional>

#include "core/base/result.h"
#include "server/app/call.h"
#include "server/http/reply.h"

namespace azen::server::handlers {

/// Leaves `change` to a worker thread, where it works in transactions of its own; what it returns
/// is the reply. It may not use the Call.
Answer defer_change(std::function<Result<Reply>()> change);

}  // namespace azen::server::handlers

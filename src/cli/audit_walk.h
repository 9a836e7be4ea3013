#pragma once

#include <cstdint>
#include <functional>

#include "core/base/result.h"
#include "core/store/store.h"

namespace azen::cli {

/// Shows each entry of the audit trail to `visit`, oldest first, until that returns false. Entries
/// that are made meanwhile are shown too. Returns the highest sequence ever issued, read together
/// with the last entries.
Result<std::int64_t> walk_audit(Store& store, const std::function<bool(const AuditRow&)>& visit);

}  // namespace azen::cli

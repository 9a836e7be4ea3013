#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/store/store.h"
#include "core/usage/usage.h"

/// What an organization used, from the rows that the authenticated requests left behind.
namespace azen::usage_service {

/// The 30 UTC days that end with the day of `now`, for an organization or for one key of it. An
/// unknown key, or another organization's, has an empty series: whether it exists is not told.
/// Reads only, inside the caller's transaction.
Result<UsageSeries> series(Transaction& transaction,
                           std::string_view organization_id,
                           const std::optional<std::string>& key_id,
                           Timestamp now);

}  // namespace azen::usage_service

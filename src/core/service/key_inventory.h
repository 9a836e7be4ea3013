#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"

/// All keys of a store.
namespace azen::key_inventory {

/// Keys that are read in some milliseconds.
inline constexpr std::int64_t page_size = 500;

/// At most `limit` keys of `scope` whose row is above `after`, oldest first: fewer only at the end.
/// One transaction.
Result<std::vector<KeyRecord>> read_page(Store& store,
                                         const KeyScope& scope,
                                         std::int64_t after,
                                         std::int64_t limit);

/// Calls `visit` for every key of `scope`, oldest first, until it fails. Keys are read in pages, a
/// transaction each, and visited outside it, so that servers have their turns in between: what is
/// visited is true of each key, though not of all of them at one moment. None is visited twice.
Result<void> for_each(Store& store,
                      const std::function<Result<void>(const KeyRecord&)>& visit,
                      const KeyScope& scope = {});

}  // namespace azen::key_inventory

#pragma once

#include <functional>

#include "core/base/result.h"
#include "core/store/store.h"

/// All keys of a store.
namespace azen::key_inventory {

/// Calls `visit` for every key, oldest first, until it fails. Keys are read in pages, a transaction
/// each, and visited outside it, so that servers have their turns in between: what is visited is
/// true of each key, though not of all of them at one moment. None is visited twice.
Result<void> for_each(Store& store, const std::function<Result<void>(const KeyRecord&)>& visit);

}  // namespace azen::key_inventory

#pragma once

#include <functional>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/transfer/portable_key.h"

/// Keys on their way out of a store.
namespace azen::key_export {

/// Calls `visit` for every key, oldest first, until it fails; as key_inventory::for_each() does.
Result<void> for_each(Store& store, const std::function<Result<void>(const PortableKey&)>& visit);

}  // namespace azen::key_export

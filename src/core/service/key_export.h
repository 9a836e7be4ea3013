#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/transfer/portable_key.h"

/// Keys on their way out of a store.
namespace azen::key_export {

/// The same keys with their owners' names, in one transaction.
Result<std::vector<PortableKey>> with_owners(Store& store, std::span<const KeyRecord> records);

/// Calls `visit` for every key of `scope`, oldest first, until it fails; as
/// key_inventory::for_each() does.
Result<void> for_each(Store& store,
                      const std::function<Result<void>(const PortableKey&)>& visit,
                      const KeyScope& scope = {});

}  // namespace azen::key_export

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/key/dead_key.h"
#include "core/store/store.h"

namespace azen {

/// A key that may be removed.
struct DeadKey {
    ApiKey key;
    Death death;
};

/// Removing keys for good. What they did stays in the usage of their organizations.
namespace key_prune {

/// The keys of `scope` that `policy` counts as dead, oldest first.
Result<std::vector<DeadKey>> find(Store& store,
                                  const DeathPolicy& policy,
                                  Timestamp now,
                                  const KeyScope& scope = {});

/// Removes those of the keys of `scope` with these ids that are dead still, with their secrets: a
/// key that was changed since it was found is looked at anew. Some hundred keys are a transaction;
/// when this fails or is interrupted, those before are gone and the rest untouched. Gives what was
/// removed.
Result<std::vector<DeadKey>> remove(Store& store,
                                    std::span<const std::string> ids,
                                    const DeathPolicy& policy,
                                    Timestamp now,
                                    const KeyScope& scope = {});

}  // namespace key_prune

}  // namespace azen

#pragma once

#include <memory>

#include "core/store/store.h"

namespace azen {

/// What a dry run works on: a store that does all that `store` does, with the same checks on the
/// same data, and undoes each transaction where it would have been committed. Thread-safe like it.
std::unique_ptr<Store> make_trial_store(std::unique_ptr<Store> store);

}  // namespace azen

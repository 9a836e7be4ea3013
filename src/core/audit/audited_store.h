#pragma once

#include <memory>

#include "core/audit/audit_entry.h"
#include "core/base/clock.h"
#include "core/store/store.h"

namespace azen {

/// A store that tells the audit trail of every change made through it, in the transaction that
/// makes the change: neither is ever there without the other. What requests do (counting,
/// memories) is no such change, but for the first use of a pending secret. Whoever changes
/// something needs to know nothing of it.

/// All that is changed is told of as changed by `actor`. `clock` outlives it. Thread-safe as far as
/// `store` is.
std::unique_ptr<Store> make_audited_store(std::unique_ptr<Store> store,
                                          Actor actor,
                                          const Clock& clock);

/// The same for a store that outlives it.
std::unique_ptr<Store> make_audited_store(Store& store, Actor actor, const Clock& clock);

/// The same for one transaction, which outlives it and is committed by whoever began it.
std::unique_ptr<Transaction> make_audited(Transaction& transaction,
                                          Actor actor,
                                          const Clock& clock);

}  // namespace azen

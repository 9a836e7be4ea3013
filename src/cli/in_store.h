#pragma once

#include <memory>
#include <utility>

#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"
#include "core/store/store.h"

/// One transaction of the local store, for the length of a command.
namespace azen::cli {

/// Calls `use`, which gives a Result, with a transaction of `store`, and makes durable what it did:
/// all of it, or nothing when it failed.
template <typename Use>
auto in_transaction(Store& store, Use use) -> decltype(use(std::declval<Transaction&>()))
{
    const auto transaction = TRY(store.begin(Durability::power_loss));
    auto result = TRY(use(*transaction));
    TRY(transaction->commit());
    return result;
}

/// The same with the local store.
template <typename Use>
auto in_store(const LocalOptions& options, Context& context, WhenAbsent when_absent, Use use)
    -> decltype(use(std::declval<Transaction&>()))
{
    const auto local = TRY(LocalStore::open(options, context, when_absent));
    return in_transaction(local->store(), use);
}

/// The local store, or a null pointer, and a note that says so, when there is none yet.
/// ErrorKind::not_found when it was named and is not there.
Result<std::unique_ptr<LocalStore>> open_if_present(const LocalOptions& options, Context& context);

/// The same as in_store() for a listing: of no store there is nothing to list.
template <typename Use>
auto list_in_store(const LocalOptions& options, Context& context, Use use)
    -> decltype(use(std::declval<Transaction&>()))
{
    const auto local = TRY(open_if_present(options, context));
    if (!local) {
        return {};
    }
    return in_transaction(local->store(), use);
}

}  // namespace azen::cli

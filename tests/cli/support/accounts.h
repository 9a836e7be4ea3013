#pragma once

#include <optional>
#include <string>

#include "cli/support/console.h"
#include "core/service/session_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

namespace azen::test {

/// Signs a user of the console's store in, as a server does, and gives the session's id.
inline std::string sign_in(Console& console, std::string_view user)
{
    const auto store = must(open_sqlite_store(console.store()));
    const auto transaction = must(store->begin(Durability::power_loss));
    const User found = must(transaction->accounts().find_user(user)).value();
    const auto opened = must(session_service::open(
        *transaction,
        {.user_id = found.id, .client = {.address = "127.0.0.1", .agent = "browser"}},
        console.random,
        console.clock.now()));
    must(transaction->commit());
    return opened.session.id;
}

/// A user as the console's store has it.
inline std::optional<User> stored_user(const Console& console, std::string_view reference)
{
    const auto store = must(open_sqlite_store(console.store()));
    const auto transaction = must(store->begin(Durability::process_crash));
    return must(transaction->accounts().find_user(reference));
}

}  // namespace azen::test

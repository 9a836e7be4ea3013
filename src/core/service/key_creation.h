#pragma once

#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/service/key_service.h"
#include "core/store/store.h"

/// Making keys.
namespace azen::key_creation {

/// Whose a key is when nobody says.
inline constexpr std::string_view default_organization = "default";
inline constexpr std::string_view default_user = "local";

/// Makes the key, and its owners when there are none, inside a transaction. Nothing is to be
/// committed when what it gives is not new. Precondition: key_input::check(wanted). The idempotency
/// key is KeyService::create()'s.
Result<IssuedKey> create(Transaction& transaction,
                         const NewKey& wanted,
                         RandomSource& random,
                         Timestamp now);

}  // namespace azen::key_creation

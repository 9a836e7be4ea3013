#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace azen {

/// A secret that the store knows.
struct KnownSecret {
    ApiKey key;
    KeyStatus status = KeyStatus::active;  // what a request with it would meet: revoked also when
                                           // only this secret is
};

/// Whose a secret is. Charges nothing and changes nothing.
namespace secret_lookup {

/// What is known of each secret, in order, as of `now`; nullopt: nothing.
Result<std::vector<std::optional<KnownSecret>>> identify(Store& store,
                                                         std::span<const SecretHash> hashes,
                                                         Timestamp now);

}  // namespace secret_lookup

}  // namespace azen

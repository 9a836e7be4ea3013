#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/store/store.h"
#include "server/app/key_manager.h"

namespace azen::server {

/// On whose word keys are administered after their request was let in.
struct ManagerClaim {
    KeyManager manager;
    std::string credential_id;           // of its key, or of its session
    std::string permission;              // what its key must hold
    std::string organization_id;         // whose keys
    std::optional<std::string> user_id;  // those of this user only
};

/// A store whose transactions begin only while the claim holds, as ErrorKind::refused otherwise:
/// who was shut out since the request was let in, or may do less, changes nothing any more. `clock`
/// outlives it. Thread-safe as far as `store` is.
std::unique_ptr<Store> make_managed_store(std::unique_ptr<Store> store,
                                          ManagerClaim claim,
                                          const Clock& clock);

}  // namespace azen::server

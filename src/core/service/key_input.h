#pragma once

#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/key/rotation.h"
#include "core/service/key_service.h"
#include "core/service/rotation_service.h"

/// The ranges of what an administrator may ask for; the one place that knows them.
namespace azen::key_input {

/// ErrorKind::invalid with the first thing that is out of range.
Result<void> check(const NewKey& wanted, Timestamp now);

/// The same for a change of `key`.
Result<void> check(const KeyChange& change, const ApiKey& key, Timestamp now);

/// The same for a rotation.
Result<void> check(const RotationRequest& request);

/// The same for a key that comes from elsewhere with its secrets: what that store may have held,
/// and this one may hold. It may have expired, and need not have a name, a prefix or an owner.
Result<void> check(const ApiKey& key, const KeySecrets& secrets, Timestamp now);

/// The same for an organization or a user, which `what` says.
Result<void> check_account(std::string_view what, std::string_view id, std::string_view name);

}  // namespace azen::key_input

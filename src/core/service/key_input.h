#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
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

}  // namespace azen::key_input

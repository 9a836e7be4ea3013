#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/store/store.h"

/// Which key a person means.
namespace azen::key_lookup {

/// The one key of `scope` that `reference` names: by its id, its name or the start of a secret of
/// it. An id wins over an equal name, and the one key that is not revoked over those that are.
/// ErrorKind::conflict lists the candidates when there are several, ::not_found suggests the
/// nearest name when there is none.
Result<ApiKey> find(KeyRows& keys, std::string_view reference, const KeyScope& scope);

}  // namespace azen::key_lookup

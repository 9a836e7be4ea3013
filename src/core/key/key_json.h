#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/base/clock.h"
#include "core/key/api_key.h"

namespace azen {

/// A key as the wire names its fields, with what is worked out from it: its status at `now`. Every
/// field is always there, null where there is nothing, times in ISO 8601. Never a secret.
nlohmann::ordered_json key_to_json(const ApiKey& key, Timestamp now);

}  // namespace azen

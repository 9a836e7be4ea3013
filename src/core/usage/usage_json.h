#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/usage/usage.h"

namespace azen {

/// The body of GET /api/v1/usage.
nlohmann::ordered_json usage_to_json(const UsageSeries& series);

/// The inverse. ErrorKind::invalid when it has another shape.
Result<UsageSeries> usage_from_json(const nlohmann::ordered_json& json);

}  // namespace azen

#pragma once

#include <functional>
#include <optional>

#include <nlohmann/json.hpp>

namespace azen {

/// JSON of what may be missing: null then, never an empty text, so that scripts test for it in one
/// way. `convert` makes of the value what JSON can hold.
template <typename Value, typename Convert = std::identity>
nlohmann::ordered_json or_null(const std::optional<Value>& value, Convert convert = {})
{
    return value ? nlohmann::ordered_json(convert(*value)) : nlohmann::ordered_json(nullptr);
}

}  // namespace azen

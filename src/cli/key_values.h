#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

/// Values that several commands read. Everything else than described is ErrorKind::invalid.
namespace azen::cli {

/// When a key is to stop working: a length of time from `now` (90d), a date or a timestamp, `now`,
/// or `never`, which is nullopt.
Result<std::optional<Timestamp>> parse_expiry(std::string_view text, Timestamp now);

/// A UUID, as memories have one.
Result<std::string> parse_memory_id(std::string_view text);

/// A JSON object, or `null`; given back in its compact form.
Result<std::string> parse_metadata(std::string_view text);

}  // namespace azen::cli

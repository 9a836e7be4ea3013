#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/clock.h"

namespace azen::cli {

/// What a server says of the limit that is nearest: the fields RateLimit and RateLimit-Policy of
/// the IETF httpapi draft. Each part may be missing.
struct RateNote {
    std::optional<std::int64_t> remaining;  // requests that would pass now
    std::optional<milliseconds> reset;      // until there are more
    std::optional<std::int64_t> quota;      // requests that come back…
    std::optional<milliseconds> window;     // …in this time

    friend bool operator==(const RateNote&, const RateNote&) = default;
};

/// Reads the two fields' values. Of several limits it tells of the one with the fewest requests
/// left. What is not of the draft's form counts as not said: any server's headers can be given.
RateNote parse_rate_note(std::string_view rate_limit, std::string_view policy);

}  // namespace azen::cli

#pragma once

#include <cstdint>
#include <optional>

#include "cli/bulk/rate_note.h"
#include "core/base/clock.h"

namespace azen::cli {

/// How fast requests may follow each other so that a server need refuse none of them, judged by
/// what it says with each answer. Until the first one, they go one at a time; where it says
/// nothing, all may go at once. Pure: time comes in as an argument, and may go backwards. One per
/// key and server.
class RatePace {
public:
    /// How long the next request should wait. `in_flight` requests have no answer yet: whether the
    /// server has counted them is not known, so they count as not yet counted.
    milliseconds delay(Timestamp now, std::int64_t in_flight) const;

    /// An answer has come, with this note. `overtaken_by` others have come since its request was
    /// sent: the server may have counted those later.
    void observe(const RateNote& note, std::int64_t overtaken_by, Timestamp now);

    /// A request was refused: nothing goes before this time has passed.
    void refused(milliseconds wait, Timestamp now);

private:
    bool heard_ = false;            // an answer has come
    std::optional<RateNote> note_;  // the latest that said how many requests remain
    Timestamp noted_at_{};
    Timestamp blocked_until_{};
};

}  // namespace azen::cli

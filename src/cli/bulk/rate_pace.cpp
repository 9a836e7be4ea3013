#include "cli/bulk/rate_pace.h"

#include <algorithm>

namespace azen::cli {
namespace {

// A server that names no rate is asked again at this pace once it has said that nothing is left;
// and so long nobody asks whether the first answer has come.
constexpr milliseconds patience{1'000};

// How long until `missing` requests have come back.
milliseconds time_for(std::int64_t missing, const RateNote& note)
{
    if (!note.quota || !note.window || *note.quota == 0) {
        return note.reset.value_or(patience);
    }
    // Rounded up: a moment too late costs nothing, a moment too early a refusal.
    return milliseconds{(missing * note.window->count() + *note.quota - 1) / *note.quota};
}

}  // namespace

// What came back since the note counts too, in time rather than in requests: dividing once is
// exact.
milliseconds RatePace::delay(Timestamp now, std::int64_t in_flight) const
{
    if (!heard_ && in_flight > 0) {
        return patience;
    }
    milliseconds wait = std::max(blocked_until_ - now, milliseconds{0});
    if (note_) {
        const std::int64_t missing = in_flight + 1 - note_->remaining.value_or(0);
        const milliseconds passed = std::max(now - noted_at_, milliseconds{0});
        if (missing > 0) {
            wait = std::max(wait, time_for(missing, *note_) - passed);
        }
    }
    return std::max(wait, milliseconds{0});
}

void RatePace::observe(const RateNote& note, std::int64_t overtaken_by, Timestamp now)
{
    heard_ = true;
    if (note.remaining) {
        note_ = note;
        note_->remaining = *note.remaining - overtaken_by;
        noted_at_ = now;
    }
}

void RatePace::refused(milliseconds wait, Timestamp now)
{
    blocked_until_ = std::max(blocked_until_, now + wait);
}

}  // namespace azen::cli

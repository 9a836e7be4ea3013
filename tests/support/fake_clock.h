#pragma once

#include <atomic>
#include <cstdint>

#include "core/base/clock.h"

namespace azen::test {

/// A clock that stands still until it is told otherwise. Thread-safe.
class FakeClock final : public Clock {
public:
    /// 2026-01-15T10:30:00.000Z: a moment with no zero field, except where tests want one.
    static constexpr Timestamp default_start{milliseconds{1'768'473'000'000}};

    explicit FakeClock(Timestamp start = default_start) : now_ms_{to_epoch_ms(start)} {}

    Timestamp now() const override { return from_epoch_ms(now_ms_.load()); }

    void set(Timestamp time) { now_ms_.store(to_epoch_ms(time)); }

    /// Moves on, or back when `step` is negative.
    void advance(milliseconds step) { now_ms_.fetch_add(step.count()); }

private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace azen::test

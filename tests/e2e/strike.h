#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <ostream>

#include "e2e/installation.h"
#include "fault/blow.h"

namespace azen::test {

/// A disk that fails, and a clock that is wrong, under the programs that are called with call(),
/// from the moment that is said and while they run. Outlives them. Thread-safe.
class Strike {
public:
    Strike();
    ~Strike();
    Strike(const Strike&) = delete;
    Strike& operator=(const Strike&) = delete;

    Call call() const;

    void deal(Blow blow);
    void heal() { deal(Blow::none); }

    /// By how much the time of day is wrong from now on.
    void shift_clock(std::chrono::seconds by);

    /// How many calls have failed since deal() was called.
    std::int64_t struck() const;

private:
    TempDir directory_;
    Orders* orders_ = nullptr;
};

/// The blow's name, for messages of tests.
std::ostream& operator<<(std::ostream& stream, Blow blow);

}  // namespace azen::test

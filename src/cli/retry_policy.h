#pragma once

#include <chrono>
#include <optional>

#include "core/base/clock.h"
#include "core/base/random.h"

/// When a request is sent again. Pure but for the randomness it is given.
namespace azen::cli {

/// Whether sending the same request twice does no harm.
enum class Resend { no, yes };

struct RetryPolicy {
    int tries = 3;                      // all in all
    milliseconds first_wait{250};       // doubled before each further try
    milliseconds longest_wait{20'000};  // a server that asks for more is not waited for
};

/// What became of a try.
struct TryOutcome {
    std::optional<int> status;                // nullopt: no answer came
    bool connection_lost = false;             // there was none, or it broke: worth another try
    std::optional<milliseconds> retry_after;  // what the server asked for
};

/// How long to wait before the next try, or nullopt when there is to be none. `tries_done` counts
/// from 1. Without a Retry-After it is a random time between half the back-off and all of it, so
/// that clients which failed together do not come back together; with one, never less than that.
std::optional<milliseconds> wait_before_retry(const RetryPolicy& policy,
                                              const TryOutcome& outcome,
                                              int tries_done,
                                              RandomSource& random);

}  // namespace azen::cli

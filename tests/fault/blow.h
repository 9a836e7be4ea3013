#pragma once

#include <atomic>
#include <cstdint>

/// What strike.cpp, preloaded into a program, is told by whoever started that program.
namespace azen::test {

/// What fails, on the files of a store, for as long as it is ordered.
enum class Blow : std::int32_t {
    none,
    write_error,    // a write or a truncation fails
    no_room,        // the same, as on a full disk
    short_write,    // half of a write is done, then it fails
    sync_error,     // what was written does not reach the disk
    read_error,     // a read fails
    no_permission,  // opening fails
};

/// The whole of a file that both have mapped. All zeros: nothing is to happen.
struct Orders {
    std::atomic<Blow> blow;
    std::atomic<std::int64_t> clock_shift;  // by so many seconds the time of day is wrong
    std::atomic<std::int64_t> struck;       // calls that have failed on orders
};
static_assert(std::atomic<Blow>::is_always_lock_free);
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

}  // namespace azen::test

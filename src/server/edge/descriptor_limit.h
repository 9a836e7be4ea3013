#pragma once

#include <cstddef>

namespace azen::server {

/// Lets the process open as many descriptors as the system allows it to, and returns how many that
/// is. Every connection takes one, and systems start processes with few for the sake of select(),
/// which nothing here calls.
std::size_t raise_descriptor_limit();

/// How many connections a process with `limit` descriptors can have: some are left for the store,
/// the log and whatever a library opens for a moment. At least 1.
std::size_t connections_within(std::size_t limit);

}  // namespace azen::server

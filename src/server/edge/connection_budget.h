#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/guarded.h"

namespace azen::server {

/// How many connections a server has, on all its threads and from each address, and how many it may
/// have. Thread-safe; threads that accept at the same moment may go over `max` by one each.
///
/// An address is an IPv4 address or the /64 network of an IPv6 one, which is the least that one
/// client is given; a /48 network may have `clients_of_site` times as many. All clients of a Unix
/// socket have one address, "unix".
class ConnectionBudget {
public:
    /// `max_per_address`: nullopt for as many as `max`; addresses are not looked at then.
    ConnectionBudget(std::size_t max, std::optional<std::size_t> max_per_address)
        : max_{max}, max_per_address_{max_per_address}
    {}

    std::size_t open() const { return open_.load(std::memory_order_relaxed); }
    bool is_used_up() const { return open() >= max_; }

    /// Counts a connection from `address`, as Peer has it; false, and nothing is counted, when it
    /// has as many as it may. Does not look at `max`.
    bool enter(const std::string& address);

    /// To be called once for each connection that has entered, when it is closed.
    void leave(const std::string& address);

private:
    using Counts = std::unordered_map<std::string, std::size_t>;  // those that have any
    struct Networks {
        Counts clients;
        Counts sites;
    };

    const std::size_t max_;
    const std::optional<std::size_t> max_per_address_;
    std::atomic<std::size_t> open_{0};
    Guarded<Networks> networks_;  // empty without max_per_address_
};

}  // namespace azen::server

#pragma once

#include <string>
#include <string_view>

namespace azen::server {

/// What one client has to itself, so that it may be no more clients than that.
struct ClientNetwork {
    std::string client;  // an IPv4 address, or the first 64 bits of an IPv6 one
    std::string site;    // the same of IPv4; the first 48 bits of IPv6, which one site may be given
};

/// How many clients a site may be at most.
inline constexpr int clients_of_site = 4;

/// `address` may also be an IPv4 address as an IPv6 socket shows it ("::ffff:10.0.0.1"). Anything
/// else, a Unix socket's empty address for instance, is itself.
ClientNetwork client_network(std::string_view address);

}  // namespace azen::server

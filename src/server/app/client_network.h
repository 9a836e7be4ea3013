#pragma once

#include <string>
#include <string_view>

namespace azen::server {

/// What a client has to itself: an IPv4 address, also one of an IPv6 socket ("::ffff:10.0.0.1"), or
/// the network (64 bits) of an IPv6 address, which has all the rest of it. Anything else, a Unix
/// socket's empty address for instance, is itself.
std::string client_network(std::string_view address);

}  // namespace azen::server

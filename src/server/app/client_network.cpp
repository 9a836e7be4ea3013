#include "server/app/client_network.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace azen::server {
namespace {

namespace ip = boost::asio::ip;

constexpr std::ptrdiff_t network_bytes = 8;

}  // namespace

std::string client_network(std::string_view address)
{
    boost::system::error_code no_address;
    const auto parsed = ip::make_address(std::string{address}, no_address);
    if (no_address || parsed.is_v4()) {
        return std::string{address};
    }
    const ip::address_v6 whole = parsed.to_v6();
    if (whole.is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, whole).to_string();
    }
    ip::address_v6::bytes_type bytes = whole.to_bytes();
    std::fill(bytes.begin() + network_bytes, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6{bytes}.to_string();
}

}  // namespace azen::server

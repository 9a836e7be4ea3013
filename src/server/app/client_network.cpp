#include "server/app/client_network.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace azen::server {
namespace {

namespace ip = boost::asio::ip;

std::string first_bytes(const ip::address_v6& address, std::ptrdiff_t count)
{
    ip::address_v6::bytes_type bytes = address.to_bytes();
    std::fill(bytes.begin() + count, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6{bytes}.to_string();
}

ClientNetwork single(std::string address)
{
    return {.client = address, .site = address};
}

}  // namespace

ClientNetwork client_network(std::string_view address)
{
    boost::system::error_code no_address;
    const auto parsed = ip::make_address(std::string{address}, no_address);
    if (no_address || parsed.is_v4()) {
        return single(std::string{address});
    }
    const ip::address_v6 whole = parsed.to_v6();
    if (whole.is_v4_mapped()) {
        return single(ip::make_address_v4(ip::v4_mapped, whole).to_string());
    }
    return {.client = first_bytes(whole, 8), .site = first_bytes(whole, 6)};
}

}  // namespace azen::server

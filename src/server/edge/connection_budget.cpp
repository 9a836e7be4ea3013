#include "server/edge/connection_budget.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace azen::server {
namespace {

namespace ip = boost::asio::ip;

constexpr std::ptrdiff_t network_bytes = 8;

// An IPv4 client of an IPv6 socket is one as well.
std::string network_of(const std::string& text)
{
    boost::system::error_code error;
    const ip::address address = ip::make_address(text, error);
    if (error || address.is_v4()) {
        return text;
    }
    const ip::address_v6 whole = address.to_v6();
    if (whole.is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, whole).to_string();
    }
    ip::address_v6::bytes_type bytes = whole.to_bytes();
    std::fill(bytes.begin() + network_bytes, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6{bytes}.to_string();
}

}  // namespace

bool ConnectionBudget::enter(const std::string& address)
{
    if (max_per_address_) {
        const auto counts = counts_.lock();
        std::size_t& count = (*counts)[network_of(address)];
        if (count >= *max_per_address_) {
            return false;
        }
        ++count;
    }
    open_.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void ConnectionBudget::leave(const std::string& address)
{
    open_.fetch_sub(1, std::memory_order_relaxed);
    if (max_per_address_) {
        const auto counts = counts_.lock();
        const auto found = counts->find(network_of(address));
        if (--found->second == 0) {
            counts->erase(found);
        }
    }
}

}  // namespace azen::server

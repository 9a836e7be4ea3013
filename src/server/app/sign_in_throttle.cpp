#include "server/app/sign_in_throttle.h"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace azen::server {

namespace {

constexpr milliseconds shortest_wait{1'000};

// What a client has to itself: an IPv4 address, or the first half of an IPv6 one.
std::string network_of(std::string_view address)
{
    boost::system::error_code no_address;
    const auto parsed = boost::asio::ip::make_address(std::string{address}, no_address);
    if (no_address || parsed.is_v4()) {
        return std::string{address};
    }
    const auto bytes = parsed.to_v6().to_bytes();
    return {bytes.begin(), bytes.begin() + bytes.size() / 2};
}

}  // namespace

SignInThrottle::Buckets::Entry& SignInThrottle::Buckets::of(std::string_view name, std::size_t most)
{
    if (const auto place = places.find(name); place != places.end()) {
        by_age.splice(by_age.begin(), by_age, place->second);
        return by_age.front();
    }
    if (by_age.size() == most) {
        places.erase(by_age.back().name);
        by_age.pop_back();
    }
    by_age.push_front({.name = std::string{name}, .state = {}});
    places.emplace(by_age.front().name, by_age.begin());
    return by_age.front();
}

SignInThrottle::Attempt::~Attempt()
{
    if (throttle_ != nullptr) {
        --throttle_->state_.lock()->under_way;
    }
}

tl::expected<SignInThrottle::Attempt, milliseconds> SignInThrottle::begin(std::string_view address,
                                                                          std::string_view account,
                                                                          Timestamp now)
{
    const auto state = state_.lock();
    auto& by_address = state->addresses.of(network_of(address), limits_.most_known);
    auto& by_account = state->accounts.of(account, limits_.most_known);
    by_address.state = token_bucket::refill(by_address.state, limits_.per_address, now);
    by_account.state = token_bucket::refill(by_account.state, limits_.per_account, now);
    const milliseconds wait = std::max(token_bucket::wait(by_address.state, limits_.per_address),
                                       token_bucket::wait(by_account.state, limits_.per_account));
    if (wait > milliseconds{0}) {
        return tl::unexpected(std::max(wait, shortest_wait));
    }
    if (state->under_way == limits_.most_at_once) {
        return tl::unexpected(shortest_wait);
    }
    by_address.state = token_bucket::take(by_address.state, limits_.per_address);
    by_account.state = token_bucket::take(by_account.state, limits_.per_account);
    ++state->under_way;
    return Attempt{*this};
}

}  // namespace azen::server

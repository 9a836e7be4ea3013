#include "server/app/sign_in_throttle.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/app/client_network.h"

namespace azen::server {

namespace {

constexpr milliseconds shortest_wait{1'000};

// A bucket as of now.
struct Bucket {
    BucketState& state;
    const RateLimit& limit;

    milliseconds wait() const { return token_bucket::wait(state, limit); }
    bool is_empty() const { return token_bucket::available(state, limit) == 0; }
    void take_if_any() const
    {
        if (!is_empty()) {
            state = token_bucket::take(state, limit);
        }
    }
};

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
    const std::string network = client_network(address);
    const std::string guesser = fmt::format("{} {}", network, account);
    const auto bucket = [&](Buckets& buckets, std::string_view name, const RateLimit& limit) {
        BucketState& found = buckets.of(name, limits_.most_known).state;
        found = token_bucket::refill(found, limit, now);
        return Bucket{found, limit};
    };
    const Bucket by_address = bucket(state->addresses, network, limits_.per_address);
    if (by_address.is_empty()) {
        // It is not to crowd out what is known of others.
        return tl::unexpected(std::max(by_address.wait(), shortest_wait));
    }
    const Bucket by_guesser = bucket(state->guessers, guesser, limits_.per_guesser);
    const Bucket by_account = bucket(state->accounts, account, limits_.per_account);
    const Bucket slowed = bucket(state->slowed, guesser, limits_.when_slowed);
    const milliseconds wait =
        std::max(by_guesser.wait(), by_account.is_empty() ? slowed.wait() : milliseconds{0});
    if (wait > milliseconds{0}) {
        return tl::unexpected(std::max(wait, shortest_wait));
    }
    if (state->under_way == limits_.most_at_once) {
        return tl::unexpected(shortest_wait);
    }
    for (const Bucket& each : {by_address, by_guesser, by_account, slowed}) {
        each.take_if_any();
    }
    ++state->under_way;
    return Attempt{*this};
}

}  // namespace azen::server

#include "server/app/sign_in_throttle.h"

#include <fmt/format.h>

#include <algorithm>

namespace azen::server {

namespace {

constexpr milliseconds shortest_wait{1'000};

}  // namespace

BucketState SignInThrottle::Buckets::find(std::string_view name)
{
    const auto place = places.find(name);
    if (place == places.end()) {
        return {};
    }
    by_age.splice(by_age.begin(), by_age, place->second);
    return by_age.front().state;
}

void SignInThrottle::Buckets::put(std::string_view name, const BucketState& state, std::size_t most)
{
    if (const auto place = places.find(name); place != places.end()) {
        place->second->state = state;
        return;
    }
    if (by_age.size() == most) {
        places.erase(by_age.back().name);
        by_age.pop_back();
    }
    by_age.push_front({.name = std::string{name}, .state = state});
    places.emplace(by_age.front().name, by_age.begin());
}

/// One name's bucket as of now. What it is left as is kept only when something is taken from it.
class SignInThrottle::Bucket {
public:
    Bucket(Buckets& buckets, std::string_view name, const RateLimit& limit, Timestamp now)
        : buckets_{buckets},
          name_{name},
          limit_{limit},
          state_{token_bucket::refill(buckets.find(name), limit, now)}
    {}

    milliseconds wait() const { return token_bucket::wait(state_, limit_); }
    bool is_empty() const { return token_bucket::available(state_, limit_) == 0; }
    void take_if_any(std::size_t most_known)
    {
        if (!is_empty()) {
            buckets_.put(name_, token_bucket::take(state_, limit_), most_known);
        }
    }

private:
    Buckets& buckets_;
    std::string_view name_;
    const RateLimit& limit_;
    BucketState state_;
};

SignInThrottle::Attempt::~Attempt()
{
    if (throttle_ != nullptr) {
        throttle_->end(site_);
    }
}

tl::expected<SignInThrottle::Attempt, milliseconds> SignInThrottle::begin(std::string_view address,
                                                                          std::string_view account,
                                                                          Timestamp now)
{
    const auto state = state_.lock();
    const ClientNetwork network = client_network(address);
    const std::string guesser = fmt::format("{} {}", network.client, account);
    Bucket by_address{state->addresses, network.client, limits_.per_address, now};
    Bucket by_site{state->sites, network.site, limits_.per_site, now};
    Bucket by_guesser{state->guessers, guesser, limits_.per_guesser, now};
    Bucket by_account{state->accounts, account, limits_.per_account, now};
    Bucket slowed{state->slowed, guesser, limits_.when_slowed, now};
    const milliseconds wait = std::max({by_address.wait(),
                                        by_site.wait(),
                                        by_guesser.wait(),
                                        by_account.is_empty() ? slowed.wait() : milliseconds{0}});
    const auto of_site = state->under_way_of.find(network.site);
    const bool is_crowded =
        state->under_way == limits_.most_at_once ||
        (of_site != state->under_way_of.end() && of_site->second == limits_.most_at_once_of_site);
    if (wait > milliseconds{0} || is_crowded) {
        return tl::unexpected(std::max(wait, shortest_wait));
    }
    for (Bucket* each : {&by_address, &by_site, &by_guesser, &by_account, &slowed}) {
        each->take_if_any(limits_.most_known);
    }
    ++state->under_way;
    ++state->under_way_of[network.site];
    return Attempt{*this, network.site};
}

void SignInThrottle::end(const std::string& site)
{
    const auto state = state_.lock();
    --state->under_way;
    const auto of_site = state->under_way_of.find(site);
    if (--of_site->second == 0) {
        state->under_way_of.erase(of_site);
    }
}

bool SignInThrottle::is_to_record(std::string_view account, Timestamp now)
{
    const auto state = state_.lock();
    Bucket bucket{state->recorded, account, limits_.recorded, now};
    const bool is_to = !bucket.is_empty();
    bucket.take_if_any(limits_.most_known);
    return is_to;
}

}  // namespace azen::server

#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/clock.h"
#include "core/base/guarded.h"
#include "core/key/token_bucket.h"
#include "server/app/client_network.h"

#include <tl/expected.hpp>

namespace azen::server {

/// How many sign-ins are let through to the password check.
struct SignInLimits {
    RateLimit per_address{.enabled = true, .max = 20, .window = milliseconds{60'000}};
    RateLimit per_site{
        .enabled = true, .max = std::int64_t{20} * clients_of_site, .window = milliseconds{60'000}};
    RateLimit per_guesser{.enabled = true, .max = 10, .window = milliseconds{60'000}};
    RateLimit per_account{.enabled = true, .max = 30, .window = milliseconds{60'000}};
    RateLimit when_slowed{.enabled = true, .max = 1, .window = milliseconds{60'000}};
    RateLimit recorded{.enabled = true, .max = 10, .window = milliseconds{3'600'000}};
    std::size_t most_known = 10'000;  // of each: the one seen longest ago is forgotten first
    int most_at_once = 16;            // sign-ins that wait for their password check, or are in it
    int most_at_once_of_site = 4;
};

/// Keeps guessing of passwords slow, and locks nobody out. There is a token bucket for each
/// address, and one for each guesser: an address together with the account that it tries. Of an
/// IPv6 address only the network (64 bits) counts, as a client has all the rest of it; and whoever
/// has many of those has one more bucket for them all (48 bits: the site). What is
/// tried at an account from everywhere is a third; when that is empty, each of its guessers is
/// slowed down to `when_slowed`. So whoever guesses from many places gets little further, and the
/// owner, who comes from another place, still gets in at the first attempt. An account is one
/// whether it exists or not. Memory is bounded. Thread-safe.
class SignInThrottle {
public:
    explicit SignInThrottle(const SignInLimits& limits = {}) : limits_{limits} {}

    /// A sign-in under way, for as long as this lives. The throttle outlives it.
    class Attempt {
    public:
        Attempt(Attempt&& other) noexcept
            : throttle_{std::exchange(other.throttle_, nullptr)}, site_{std::move(other.site_)}
        {}
        Attempt& operator=(Attempt&&) = delete;
        Attempt(const Attempt&) = delete;
        Attempt& operator=(const Attempt&) = delete;
        ~Attempt();

    private:
        friend class SignInThrottle;
        Attempt(SignInThrottle& throttle, std::string site)
            : throttle_{&throttle}, site_{std::move(site)}
        {}

        SignInThrottle* throttle_;
        std::string site_;
    };

    /// Lets an attempt pass, or tells how long to wait, a second or more. One that does not pass
    /// makes nothing known of others forgotten.
    tl::expected<Attempt, milliseconds> begin(std::string_view address,
                                              std::string_view account,
                                              Timestamp now);

    /// Whether the trail, which only ever grows, is to tell of one more failure at this account,
    /// which exists. The first ones tell that it is guessed at; the log has them all.
    bool is_to_record(std::string_view account, Timestamp now);

private:
    void end(const std::string& site);

    /// Buckets by name. Invariant: `by_age` and `places` hold the same names; the first of `by_age`
    /// was used last.
    struct Buckets {
        struct Entry {
            std::string name;
            BucketState state;
        };
        std::list<Entry> by_age;
        std::unordered_map<std::string_view, std::list<Entry>::iterator> places;

        /// As it was left; a full one when nothing is known of that name.
        BucketState find(std::string_view name);
        void put(std::string_view name, const BucketState& state, std::size_t most);
    };
    class Bucket;
    struct State {
        Buckets addresses;
        Buckets sites;
        Buckets guessers;
        Buckets slowed;  // of guessers, too
        Buckets accounts;
        Buckets recorded;  // accounts that exist
        int under_way = 0;
        std::unordered_map<std::string, int> under_way_of;  // sites that have any
    };

    SignInLimits limits_;
    Guarded<State> state_;
};

}  // namespace azen::server

// What deciding on a key takes, without store and network.

#include <benchmark/benchmark.h>

#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/key/key_rules.h"
#include "core/key/key_secret.h"

namespace azen {
namespace {

constexpr Timestamp start{milliseconds{1'767'225'600'000}};

Secret fresh_secret()
{
    SystemRandom random;
    return key_secret::make(key_secret::default_prefix, random);
}

void hash_secret(benchmark::State& state)
{
    const Secret secret = fresh_secret();
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(key_secret::hash(secret.reveal()));
    }
}
BENCHMARK(hash_secret);

void check_secret_form(benchmark::State& state)
{
    const Secret secret = fresh_secret();
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(key_secret::is_well_formed(secret.reveal()));
    }
}
BENCHMARK(check_secret_form);

// Time goes on by a millisecond a request, which is slower than the bucket fills again.
void take_from_bucket(benchmark::State& state)
{
    const RateLimit limit{.enabled = true, .max = 100'000};
    BucketState bucket;
    Timestamp now = start;
    for ([[maybe_unused]] auto _ : state) {
        now += milliseconds{1};
        bucket = token_bucket::take(token_bucket::refill(bucket, limit, now), limit);
        benchmark::DoNotOptimize(bucket);
    }
}
BENCHMARK(take_from_bucket);

void decide_on_key(benchmark::State& state)
{
    const KeyFacts key{.rate_limit = {.enabled = true, .max = 100'000}};
    KeyUse use;
    Timestamp now = start;
    for ([[maybe_unused]] auto _ : state) {
        now += milliseconds{1};
        const Verdict verdict = decide(key, use, true, now);
        if (const auto* accepted = std::get_if<Accepted>(&verdict)) {
            use = accepted->use;
        } else {
            state.SkipWithError("refused");
        }
    }
}
BENCHMARK(decide_on_key);

}  // namespace
}  // namespace azen

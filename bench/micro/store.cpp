// What a tick's transaction takes: looking its keys up, deciding, charging, and the commit, which
// writes to a store in the temporary directory.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/service/authenticator.h"
#include "core/service/local_key_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/temp_dir.h"

namespace azen {
namespace {

// A store that cannot be made ends the process: value() throws, and nothing here catches.
std::vector<SecretHash> add_keys(Store& store, std::size_t count)
{
    SystemRandom random;
    const SystemClock clock;
    LocalKeyService keys{store, random, clock};
    std::vector<SecretHash> hashes;
    for (std::size_t i = 0; i < count; ++i) {
        const NewKey wanted{.name = "bench", .rate_limit = {.max = max_rate_limit_max}};
        hashes.push_back(key_secret::hash(keys.create(wanted).value().secret.reveal()));
    }
    return hashes;
}

// As a server's tick does it, each request with a key of its own.
Result<void> run_tick(Store& store,
                      const std::vector<SecretHash>& hashes,
                      std::vector<LiveSecret>& found)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    TRY(transaction->keys().find_live(hashes, found));
    const Timestamp now = SystemClock{}.now();
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        const Attempt attempt{
            .hash = hashes[i], .secret = found[i], .permission = {}, .client = {}};
        if (TRY(authenticator::admit(transaction->keys(), attempt, now)).refusal) {
            return fail(ErrorKind::internal, "refused");
        }
    }
    return transaction->commit();
}

// The argument is how many requests the tick carries.
void commit_tick_of(benchmark::State& state)
{
    const test::TempDir directory;
    const auto store = open_sqlite_store(directory / "azen.db").value();
    const auto hashes = add_keys(*store, static_cast<std::size_t>(state.range(0)));
    std::vector<LiveSecret> found(hashes.size());
    for ([[maybe_unused]] auto _ : state) {
        if (const auto done = run_tick(*store, hashes, found); !done) {
            state.SkipWithError(done.error().message.c_str());
            break;
        }
    }
}
BENCHMARK(commit_tick_of)->Arg(1)->Arg(64);

}  // namespace
}  // namespace azen

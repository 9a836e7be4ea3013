#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/guarded.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/memory/cipher.h"

namespace azen {

/// The master keys that what is stored may be sealed under. Each sealed row names its key, and the
/// store says which one is current (MasterKeyRows), so that all processes seal under the same.
/// While a store goes over from one key to the next, both are here.
///
/// A key that is named and not known may be one that was added meanwhile: the keys are then read
/// again, and nobody has to be told. One that has been known is not forgotten.
///
/// Invariant: there is at least one. Thread-safe.
class Keyring {
public:
    /// One of them, and what it opens and seals with.
    struct Key {
        Key(MasterKey key, RandomSource& random) : master{std::move(key)}, cipher{master, random} {}

        const MasterKey master;
        const Cipher cipher;
    };
    using Keys = std::vector<std::shared_ptr<const Key>>;

    /// Gives what the keys were made from as it is now; called by whichever thread needs it.
    using Read = std::function<Result<std::vector<MasterKey>>()>;

    /// `keys`: at least one, newest first. `random` outlives this.
    Keyring(std::vector<MasterKey> keys, Read read_again, RandomSource& random);

    /// All that are known, newest first.
    Keys keys() { return *keys_.lock(); }

    /// ErrorKind::store when there is no key of that id, not even after reading again.
    Result<std::shared_ptr<const Key>> find(std::string_view key_id);

    /// Reads again. ErrorKind::store when that fails: then nothing changes.
    Result<void> refresh();

    /// The same for what may need another key and does not say which: at most once a second,
    /// whether it comes from an honest client or not. Whether it was done.
    bool refresh_sometimes();

private:
    std::shared_ptr<const Key> find_known(std::string_view key_id);

    Read read_again_;
    RandomSource& random_;
    Guarded<Keys> keys_;
    Guarded<std::chrono::steady_clock::time_point> refreshed_at_;
};

}  // namespace azen

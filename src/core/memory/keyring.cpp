#include "core/memory/keyring.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace azen {
namespace {

bool has(const Keyring::Keys& keys, std::string_view key_id)
{
    return std::ranges::any_of(keys,
                               [&](const auto& key) { return key->cipher.key_id() == key_id; });
}

// Those in `before` that `keys` lacks come behind it: they are older.
Keyring::Keys make_keys(std::vector<MasterKey> keys,
                        const Keyring::Keys& before,
                        RandomSource& random)
{
    Keyring::Keys made;
    for (MasterKey& key : keys) {
        auto unlocked = std::make_shared<const Keyring::Key>(std::move(key), random);
        if (!has(made, unlocked->cipher.key_id())) {
            made.push_back(std::move(unlocked));
        }
    }
    std::ranges::copy_if(before, std::back_inserter(made), [&](const auto& key) {
        return !has(made, key->cipher.key_id());
    });
    return made;
}

}  // namespace

Keyring::Keyring(std::vector<MasterKey> keys, Read read_again, RandomSource& random)
    : read_again_{std::move(read_again)},
      random_{random},
      keys_{make_keys(std::move(keys), {}, random)}
{}

std::shared_ptr<const Keyring::Key> Keyring::find_known(std::string_view key_id)
{
    const auto keys = keys_.lock();
    for (const auto& key : *keys) {
        if (key->cipher.key_id() == key_id) {
            return key;
        }
    }
    return nullptr;
}

Result<std::shared_ptr<const Keyring::Key>> Keyring::find(std::string_view key_id)
{
    auto known = find_known(key_id);
    if (!known) {
        TRY(refresh());
        known = find_known(key_id);
    }
    if (!known) {
        return fail(ErrorKind::store,
                    fmt::format("a record needs master key {}, which is not here", key_id),
                    "add it to the key file or to AZEN_MASTER_KEY");
    }
    return known;
}

Result<void> Keyring::refresh()
{
    std::vector<MasterKey> read = TRY(read_again_());
    const auto keys = keys_.lock();
    *keys = make_keys(std::move(read), *keys, random_);
    return {};
}

bool Keyring::refresh_sometimes()
{
    const auto now = std::chrono::steady_clock::now();
    {
        const auto refreshed_at = refreshed_at_.lock();
        if (now - *refreshed_at < std::chrono::seconds{1}) {
            return false;
        }
        *refreshed_at = now;
    }
    return refresh().has_value();
}

}  // namespace azen

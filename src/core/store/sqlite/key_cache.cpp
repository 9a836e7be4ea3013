#include "core/store/sqlite/key_cache.h"

#include <cstring>

#include <nlohmann/json.hpp>

namespace azen::sqlite {

std::size_t KeyCache::HashOfHash::operator()(const SecretHash& hash) const noexcept
{
    std::size_t value = 0;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

LiveKey* KeyCache::find_key(std::int64_t row)
{
    const auto found = keys_.find(row);
    return found == keys_.end() ? nullptr : &found->second.key;
}

std::optional<LiveSecret> KeyCache::find_secret(const SecretHash& hash) const
{
    const auto found = secrets_.find(hash);
    return found == secrets_.end() ? std::nullopt : std::optional{found->second};
}

LiveKey& KeyCache::put(LiveKey key)
{
    if (LiveKey* held = find_key(key.row)) {
        key.use = held->use;
        key.use_recorded = held->use_recorded;
        *held = std::move(key);
        return *held;
    }
    if (const auto pending = pending_.find(key.row); pending != pending_.end()) {
        key.use = pending->second;
        pending_.erase(pending);
    }
    const std::int64_t row = key.row;
    return keys_.emplace(row, Entry{.key = std::move(key), .secrets = {}}).first->second.key;
}

void KeyCache::put_secret(const SecretHash& hash, const LiveSecret& secret)
{
    if (secrets_.insert_or_assign(hash, secret).second) {
        keys_.at(secret.key->row).secrets.push_back(hash);
    }
}

void KeyCache::drop_secrets(std::int64_t row)
{
    const auto found = keys_.find(row);
    if (found == keys_.end()) {
        return;
    }
    for (const SecretHash& hash : found->second.secrets) {
        secrets_.erase(hash);
    }
    found->second.secrets.clear();
}

void KeyCache::drop(std::int64_t row)
{
    drop_secrets(row);
    if (const auto found = keys_.find(row); found != keys_.end()) {
        pending_.insert_or_assign(row, found->second.key.use);
        keys_.erase(found);
    }
}

void KeyCache::apply_use(std::int64_t row, const KeyUse& use)
{
    if (LiveKey* key = find_key(row)) {
        key->use = use;
    } else {
        pending_.insert_or_assign(row, use);
    }
}

void KeyCache::clear()
{
    keys_.clear();
    secrets_.clear();
    pending_.clear();
    permissions_.clear();
}

std::shared_ptr<const Permissions> KeyCache::intern(const std::string& permissions_json)
{
    auto& shared = permissions_[permissions_json];
    if (!shared) {
        const auto json = nlohmann::json::parse(permissions_json, nullptr, false);
        // A text that is no permissions grants none: never more than what was written.
        shared = std::make_shared<const Permissions>(
            Permissions::from_json(json).value_or(Permissions{}));
    }
    return shared;
}

}  // namespace azen::sqlite

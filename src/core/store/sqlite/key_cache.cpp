#include "core/store/sqlite/key_cache.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include <nlohmann/json.hpp>

namespace azen::sqlite {
namespace {

/// About 9 MB, and only when somebody tries so many secrets that are none.
constexpr std::size_t max_absent = 262'144;

template <typename Hash>
std::size_t first_bytes(const Hash& hash)
{
    std::size_t value = 0;
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

auto terms_key(const KeyTerms& terms)
{
    const Refill refill = terms.refill.value_or(Refill{});
    return std::tuple{terms.owner,
                      terms.permissions,
                      terms.rate_limit.enabled,
                      terms.rate_limit.max,
                      terms.rate_limit.window,
                      terms.refill.has_value(),
                      refill.amount,
                      refill.interval,
                      std::string_view{terms.foreign_id}};
}

}  // namespace

std::size_t KeyCache::SecretHasher::operator()(const ShortHash& hash) const noexcept
{
    return first_bytes(hash);
}

std::size_t KeyCache::SecretHasher::operator()(Slot slot) const noexcept
{
    return first_bytes(cache->at(slot).secret);
}

bool KeyCache::SecretEqual::operator()(const ShortHash& hash, Slot slot) const noexcept
{
    return cache->at(slot).secret == hash;
}

bool KeyCache::SecretEqual::operator()(Slot slot, const ShortHash& hash) const noexcept
{
    return cache->at(slot).secret == hash;
}

std::size_t KeyCache::LongHasher::operator()(const SecretHash& hash) const noexcept
{
    return first_bytes(hash);
}

bool KeyCache::TermsLess::operator()(const KeyTerms& left, const KeyTerms& right) const
{
    return terms_key(left) < terms_key(right);
}

KeyCache::KeyCache() : by_secret_{0, SecretHasher{this}, SecretEqual{this}} {}

KeyCache::ShortHash KeyCache::shorten(const SecretHash& hash)
{
    ShortHash half{};
    std::copy_n(hash.begin(), half.size(), half.begin());
    return half;
}

std::optional<KeyCache::Slot> KeyCache::find_slot(std::int64_t row) const
{
    const auto place = static_cast<std::uint64_t>(row);
    const auto page = page_of_.find(static_cast<std::int64_t>(place / page_size));
    if (page == page_of_.end()) {
        return std::nullopt;
    }
    return static_cast<Slot>((page->second * page_size) + (place % page_size));
}

KeyCache::Slot KeyCache::make_slot(std::int64_t row)
{
    if (const auto slot = find_slot(row)) {
        return *slot;
    }
    auto number = static_cast<Slot>(pages_.size());
    if (free_pages_.empty()) {
        pages_.push_back(std::make_unique<Page>());
    } else {
        number = free_pages_.back();
        free_pages_.pop_back();
        pages_[number] = std::make_unique<Page>();
    }
    page_of_.emplace(row / static_cast<std::int64_t>(page_size), number);
    return slot_of(row);
}

KeyCache::Slot KeyCache::slot_of(std::int64_t row) const
{
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): the precondition
    return *find_slot(row);
}

LiveKey* KeyCache::find_key(std::int64_t row)
{
    const auto slot = find_slot(row);
    return slot && at(*slot).known == Known::everything ? &at(*slot) : nullptr;
}

std::optional<LiveSecret> KeyCache::find_secret(const SecretHash& hash)
{
    if (const auto found = by_secret_.find(shorten(hash)); found != by_secret_.end()) {
        Entry& entry = at(*found);
        __builtin_prefetch(&entry);  // its use, which is charged next, lies lines before its secret
        return LiveSecret{.key = &entry, .state = entry.secret_state, .not_after = {}};
    }
    const auto found = versions_.find(hash);
    return found == versions_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<KeyUse> KeyCache::find_use(std::int64_t row)
{
    const auto slot = find_slot(row);
    if (!slot || at(*slot).known == Known::nothing) {
        return std::nullopt;
    }
    return at(*slot).use();
}

LiveKey& KeyCache::put(const LiveKey::Parts& parts, const KeyUse& stored)
{
    Entry& entry = at(make_slot(parts.row));
    entry.set_parts(parts);
    if (entry.known == Known::nothing) {
        entry.LiveKey::set_use(stored);
    }
    entry.known = Known::everything;
    return entry;
}

void KeyCache::put_secret(const SecretHash& hash, const LiveSecret& secret)
{
    const Slot slot = slot_of(secret.key->row());
    Entry& entry = at(slot);
    const ShortHash half = shorten(hash);
    const bool is_first = entry.has_secret && entry.secret == half;
    versions_.erase(hash);
    if (!secret.not_after && (is_first || !entry.has_secret)) {
        entry.secret = half;
        entry.secret_state = secret.state;
        entry.has_secret = true;
        by_secret_.insert(slot);
        return;
    }
    if (is_first) {
        drop_first_secret(slot);
    }
    versions_.emplace(hash, secret);
    versions_of_[slot].push_back(hash);
}

void KeyCache::drop_first_secret(Slot slot)
{
    if (at(slot).has_secret) {
        by_secret_.erase(slot);
        at(slot).has_secret = false;
    }
}

void KeyCache::drop_secrets_at(Slot slot)
{
    drop_first_secret(slot);
    const auto more = versions_of_.find(slot);
    if (more == versions_of_.end()) {
        return;
    }
    for (const SecretHash& hash : more->second) {
        versions_.erase(hash);
    }
    versions_of_.erase(more);
}

void KeyCache::drop_secrets(std::int64_t row)
{
    if (const auto slot = find_slot(row)) {
        drop_secrets_at(*slot);
    }
}

void KeyCache::drop(std::int64_t row)
{
    const auto slot = find_slot(row);
    if (slot && at(*slot).known == Known::everything) {
        drop_secrets_at(*slot);
        at(*slot).known = Known::use;
    }
}

void KeyCache::set_use(Entry& entry, const KeyUse& use)
{
    entry.LiveKey::set_use(use);
    entry.mark = unfolded_.add(entry.mark, entry.row());
}

void KeyCache::apply_use(std::int64_t row, const KeyUse& use)
{
    Entry& entry = at(make_slot(row));
    if (entry.known == Known::nothing) {
        static_cast<LiveKey&>(entry) = LiveKey{row};
        entry.known = Known::use;
    }
    set_use(entry, use);
}

void KeyCache::record_use(std::int64_t row, const KeyUse& use)
{
    apply_use(row, use);
    record_use(at(slot_of(row)), use);
}

void KeyCache::record_use(LiveKey& key, const KeyUse& use)
{
    Entry& entry = entry_of(key);
    set_use(entry, use);
    if (!entry.is_recorded) {
        entry.is_recorded = true;
        recorded_.push_back(&entry);
    }
}

void KeyCache::forget_recorded()
{
    for (LiveKey* key : recorded_) {
        entry_of(*key).is_recorded = false;
    }
    recorded_.clear();
}

bool KeyCache::is_absent(const SecretHash& hash) const
{
    return absent_.contains(shorten(hash));
}

void KeyCache::note_absent(const SecretHash& hash)
{
    if (absent_.size() >= max_absent) {
        absent_.clear();
    }
    absent_.insert(shorten(hash));
}

void KeyCache::use_written(std::int64_t row)
{
    if (const auto slot = find_slot(row)) {
        at(*slot).mark = unfolded_.written(at(*slot).mark);
    }
}

void KeyCache::evict_unchanged()
{
    const auto is_unchanged = [](const Entry& entry) {
        return entry.mark == Unfolded<std::int64_t>::Mark::none && !entry.is_recorded;
    };
    boost::unordered::erase_if(page_of_, [&](const auto& place) {
        const Slot number = place.second;
        if (!std::ranges::all_of(*pages_[number], is_unchanged)) {
            return false;
        }
        for (Slot i = 0; i < page_size; ++i) {
            drop_secrets_at(static_cast<Slot>((number * page_size) + i));
        }
        pages_[number].reset();
        free_pages_.push_back(number);
        return true;
    });
}

void KeyCache::clear()
{
    by_secret_.clear();
    versions_.clear();
    versions_of_.clear();
    absent_.clear();
    page_of_.clear();
    free_pages_.clear();
    recorded_.clear();
    unfolded_.clear();
    pages_.clear();
    terms_.clear();
    permissions_.clear();
    owners_.clear();
}

const Permissions* KeyCache::intern_permissions(const std::string& permissions_json)
{
    const auto [place, is_new] = permissions_.try_emplace(permissions_json);
    if (is_new) {
        const auto json = nlohmann::json::parse(permissions_json, nullptr, false);
        // A text that is no permissions grants none: never more than what was written.
        place->second = Permissions::from_json(json).value_or(Permissions{});
    }
    return &place->second;
}

// NOLINTNEXTLINE(performance-unnecessary-value-param): its owner is moved from
const KeyTerms* KeyCache::intern(RowTerms terms)
{
    const auto owner = owners_.try_emplace(terms.owner_rows, std::move(terms.owner)).first;
    KeyTerms key_terms{.owner = &owner->second,
                       .permissions = intern_permissions(terms.permissions_json),
                       .rate_limit = terms.rate_limit,
                       .refill = terms.refill,
                       .foreign_id = {}};
    if (!parse_uuid(terms.key_id)) {
        key_terms.foreign_id = terms.key_id;
    }
    return &*terms_.insert(std::move(key_terms)).first;
}

}  // namespace azen::sqlite

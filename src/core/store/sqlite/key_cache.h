#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/store/live_key.h"
#include "core/store/sqlite/unfolded.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

namespace azen::sqlite {

/// The keys that requests have asked for, in memory, at about 120 bytes a key. Exact as long as its
/// owner, the Ledger, tells it all that the journal tells. Knows nothing of the database. For one
/// thread at a time.
///
/// Of a key it may hold everything, or only its use: the journal speaks of keys that nobody has
/// asked for here. A key read later from a row not yet folded then still starts from the truth.
///
/// Keys with neighbouring rows share a page of eight, which never moves. Two indexes lead to them:
/// from the row's number to its page, and from a secret's hash to its key. The second stores four
/// bytes a key and compares with the hash in the key itself.
class KeyCache {
public:
    KeyCache();
    KeyCache(const KeyCache&) = delete;
    KeyCache& operator=(const KeyCache&) = delete;

    /// Both nullptr or nullopt when not held. Pointers stay valid until evict_unchanged() or
    /// clear().
    LiveKey* find_key(std::int64_t row);
    std::optional<LiveSecret> find_secret(const SecretHash& hash);

    /// What is known of a key's use, whether or not the key itself is held.
    std::optional<KeyUse> find_use(std::int64_t row);

    /// Adds a key as its row has it, or replaces it in place. Its use becomes `stored`, unless a
    /// later one is known.
    LiveKey& put(const LiveKey::Parts& parts, const KeyUse& stored);

    /// Adds or replaces one version of `key`'s secret. Precondition: find_key(key.row()) == &key.
    void put_secret(const SecretHash& hash, const LiveSecret& secret);

    /// Forgets the versions of a key's secret, not the key.
    void drop_secrets(std::int64_t row);

    /// Forgets a key and its secrets; what is known of its use stays.
    void drop(std::int64_t row);

    /// What the journal says of a key's use.
    void apply_use(std::int64_t row, const KeyUse& use);

    /// The same, said by the present transaction, which has to write it to the journal.
    void record_use(std::int64_t row, const KeyUse& use);
    void record_use(LiveKey& key, const KeyUse& use);

    /// The keys that record_use() was told of since forget_recorded().
    std::span<LiveKey* const> recorded() const { return recorded_; }
    void forget_recorded();

    /// Secrets that lead nowhere, so that asking for one again costs nothing. To be forgotten when
    /// a secret was added anywhere.
    bool is_absent(const SecretHash& hash) const;
    void note_absent(const SecretHash& hash);
    void forget_absent() { absent_.clear(); }

    /// The rows of the keys whose use is not in their rows.
    Unfolded<std::int64_t>& unfolded() { return unfolded_; }
    void use_written(std::int64_t row);

    /// Forgets keys whose rows tell everything. Not inside a transaction.
    void evict_unchanged();

    void clear();

    /// How many keys there is room for in the pages held.
    std::size_t size() const { return page_of_.size() * page_size; }

    /// Terms made of what the rows say, one object for all that are equal. `owner_rows` are the
    /// rows of organization and user, 0 for none; a `permissions_json` that is none grants nothing.
    struct RowTerms {
        std::pair<std::int64_t, std::int64_t> owner_rows;
        KeyOwner owner;
        std::string permissions_json;
        RateLimit rate_limit;
        std::optional<Refill> refill;
        std::string_view key_id;
    };
    const KeyTerms* intern(RowTerms terms);

private:
    /// Half a SHA-256: to find another secret that leads to one of 2^20 keys takes 2^108 tries.
    using ShortHash = std::array<std::byte, 16>;

    /// What is known of the key beyond its use.
    enum class Known : std::uint8_t { nothing, use, everything };

    struct Entry : LiveKey {
        ShortHash secret{};  // the first version that was asked for, unless it is retiring
        SecretState secret_state : 2 = SecretState::active;
        Known known : 2 = Known::nothing;
        Unfolded<std::int64_t>::Mark mark : 2 = Unfolded<std::int64_t>::Mark::none;
        bool has_secret : 1 = false;
        bool is_recorded : 1 = false;
    };
    static_assert(sizeof(Entry) == 104);  // a server holds a million of them
    static constexpr std::size_t page_size = 8;
    using Page = std::array<Entry, page_size>;
    using Slot = std::uint32_t;  // the page's number in pages_, then the place in the page

    /// Hashes and compares secrets: a slot by the secret of its entry.
    struct SecretHasher {
        using is_transparent = void;
        using is_avalanching = void;  // SHA-256: any eight bytes are a good hash
        const KeyCache* cache = nullptr;
        std::size_t operator()(const ShortHash& hash) const noexcept;
        std::size_t operator()(Slot slot) const noexcept;
    };
    struct SecretEqual {
        using is_transparent = void;
        const KeyCache* cache = nullptr;
        bool operator()(Slot left, Slot right) const noexcept { return left == right; }
        bool operator()(const ShortHash& hash, Slot slot) const noexcept;
        bool operator()(Slot slot, const ShortHash& hash) const noexcept;
    };
    struct LongHasher {
        using is_avalanching = void;
        std::size_t operator()(const SecretHash& hash) const noexcept;
    };
    struct TermsLess {
        bool operator()(const KeyTerms& left, const KeyTerms& right) const;
    };

    static ShortHash shorten(const SecretHash& hash);
    static Entry& entry_of(LiveKey& key) { return static_cast<Entry&>(key); }
    const Entry& at(Slot slot) const { return (*pages_[slot / page_size])[slot % page_size]; }
    Entry& at(Slot slot) { return (*pages_[slot / page_size])[slot % page_size]; }
    std::optional<Slot> find_slot(std::int64_t row) const;
    Slot slot_of(std::int64_t row) const;  // precondition: there is one
    Slot make_slot(std::int64_t row);
    void set_use(Entry& entry, const KeyUse& use);
    void drop_secrets_at(Slot slot);
    void drop_first_secret(Slot slot);
    const Permissions* intern_permissions(const std::string& permissions_json);

    std::vector<std::unique_ptr<Page>> pages_;  // nullptr where one was given back
    std::vector<Slot> free_pages_;
    boost::unordered_flat_map<std::int64_t, Slot> page_of_;  // by row / page_size
    boost::unordered_flat_set<Slot, SecretHasher, SecretEqual> by_secret_;
    boost::unordered_flat_map<SecretHash, LiveSecret, LongHasher> versions_;
    boost::unordered_flat_map<Slot, std::vector<SecretHash>> versions_of_;  // may name some twice
    boost::unordered_flat_set<ShortHash, SecretHasher> absent_;
    Unfolded<std::int64_t> unfolded_;
    std::vector<LiveKey*> recorded_;

    std::map<std::pair<std::int64_t, std::int64_t>, KeyOwner> owners_;
    std::unordered_map<std::string, Permissions> permissions_;
    std::set<KeyTerms, TermsLess> terms_;
};

}  // namespace azen::sqlite

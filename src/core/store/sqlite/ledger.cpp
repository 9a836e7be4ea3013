#include "core/store/sqlite/ledger.h"

#include <algorithm>

#include "core/store/sqlite/fold.h"

namespace azen::sqlite {
namespace {

/// About 250 MB of keys with two owners of 36 characters each.
constexpr std::size_t max_cached_keys = 500'000;

/// About 30 MB of journal at 64 requests a row; reading it at the start takes a tenth of a second.
constexpr std::int64_t max_unfolded_rows = 20'000;

SecretHash read_hash(const Query& query, int column)
{
    const std::vector<std::byte> bytes = query.bytes(column);
    SecretHash hash{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
    return hash;
}

/// Columns 0 and 1: state, not_after.
LiveSecret read_secret(const Query& query, LiveKey& key)
{
    return {.key = &key,
            .state = static_cast<SecretState>(query.integer(0)),
            .not_after = query.optional_time(1)};
}

std::optional<Refill> read_refill(const Query& query, int amount, int interval)
{
    if (query.is_null(amount)) {
        return std::nullopt;
    }
    return Refill{.amount = query.integer(amount),
                  .interval = milliseconds{query.integer(interval)}};
}

constexpr auto live_key_sql = R"sql(
SELECT k.id, ifnull(o.id, ''), ifnull(u.id, ''), k.enabled, k.revoked_at IS NOT NULL, k.expires_at,
       k.rate_limit_enabled, k.rate_limit_max, k.rate_limit_window, k.refill_amount,
       k.refill_interval, k.permissions, n.bucket_missing, n.bucket_updated_at, n.remaining,
       n.last_refill_at, n.request_count, n.last_request
FROM keys k JOIN key_use n ON n.key = k.row
LEFT JOIN organizations o ON o.row = k.organization LEFT JOIN users u ON u.row = k.user
WHERE k.row = ?)sql";

LiveKey read_live_key(const Query& query, std::int64_t row, KeyCache& cache)
{
    LiveKey key;
    key.row = row;
    key.id = query.text(0);
    key.organization_id = query.text(1);
    key.user_id = query.text(2);
    key.enabled = query.boolean(3);
    key.revoked = query.boolean(4);
    key.expires_at = query.optional_time(5);
    key.rate_limit = {.enabled = query.boolean(6),
                      .max = query.integer(7),
                      .window = milliseconds{query.integer(8)}};
    key.refill = read_refill(query, 9, 10);
    key.permissions = cache.intern(query.text(11));
    key.use.bucket = {.missing = query.integer(12), .updated_at = query.time(13)};
    key.use.quota = {.remaining = query.optional_integer(14), .last_refill_at = query.time(15)};
    key.use.request_count = query.integer(16);
    key.use.last_request = query.optional_time(17);
    return key;
}

}  // namespace

Result<void> Ledger::catch_up()
{
    return guarded([&]() -> Result<void> {
        Query version{database_, "PRAGMA data_version"};
        version.step();
        if (cursor_ && version.integer(0) == data_version_) {
            return {};
        }
        TRY(read_tail());
        data_version_ = version.integer(0);
        return {};
    });
}

Result<void> Ledger::read_tail()
{
    Query state{database_,
                "SELECT folded_through, (SELECT min(seq) FROM journal) FROM journal_fold"};
    state.step();
    folded_through_ = state.integer(0);
    const std::int64_t oldest = state.optional_integer(1).value_or(0);
    if (!cursor_ || *cursor_ + 1 < oldest) {
        cache_.clear();
        cursor_ = folded_through_;
    }
    Query tail{database_, "SELECT seq, entries FROM journal WHERE seq > ? ORDER BY seq", *cursor_};
    while (tail.step()) {
        const std::vector<std::byte> entries = tail.bytes(1);
        TRY(apply(JournalReader{entries}));
        cursor_ = tail.integer(0);
    }
    return {};
}

Result<void> Ledger::apply(const JournalReader& row)
{
    JournalReader reader = row;
    while (auto entry = TRY(reader.next())) {
        if (const auto* use = std::get_if<UseEntry>(&*entry)) {
            cache_.apply_use(use->key, use->use);
        } else if (const auto* changed = std::get_if<ChangedEntry>(&*entry)) {
            cache_.drop(changed->key);
        }
    }
    return {};
}

Result<void> Ledger::find(std::span<const SecretHash> hashes, std::span<LiveSecret> found)
{
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        if (const auto held = cache_.find_secret(hashes[i])) {
            found[i] = *held;
        } else {
            found[i] = TRY(load(hashes[i]));
        }
    }
    return {};
}

Result<LiveSecret> Ledger::load(const SecretHash& hash)
{
    return guarded([&]() -> Result<LiveSecret> {
        Query query{
            database_, "SELECT state, not_after, key FROM secrets WHERE hash = ?", std::span{hash}};
        if (!query.step()) {
            return LiveSecret{};
        }
        const std::int64_t row = query.integer(2);
        LiveKey* key = cache_.find_key(row);
        if (key == nullptr) {
            key = TRY(load_key(row));
        }
        const LiveSecret secret = read_secret(query, *key);
        cache_.put_secret(hash, secret);
        return secret;
    });
}

Result<LiveKey*> Ledger::load_key(std::int64_t row)
{
    Query query{database_, live_key_sql, row};
    if (!query.step()) {
        return fail(ErrorKind::store, "the store has a secret without its key");
    }
    return &cache_.put(read_live_key(query, row, cache_));
}

Result<void> Ledger::load_secrets(LiveKey& key)
{
    Query query{database_, "SELECT state, not_after, hash FROM secrets WHERE key = ?", key.row};
    while (query.step()) {
        cache_.put_secret(read_hash(query, 2), read_secret(query, key));
    }
    return {};
}

void Ledger::record_use(LiveKey& key, const KeyUse& use)
{
    key.use = use;
    if (!key.use_recorded) {
        key.use_recorded = true;
        used_.push_back(&key);
    }
}

Result<void> Ledger::announce(std::int64_t row)
{
    writer_.add(ChangedEntry{.key = row});
    if (cache_.find_key(row) == nullptr) {
        return {};
    }
    // In place, because requests later in this batch hold pointers to the key.
    return guarded([&]() -> Result<void> {
        LiveKey* key = TRY(load_key(row));
        cache_.drop_secrets(row);
        return load_secrets(*key);
    });
}

void Ledger::set_use(std::int64_t row, const KeyUse& use)
{
    if (LiveKey* key = cache_.find_key(row)) {
        record_use(*key, use);
        return;
    }
    cache_.apply_use(row, use);
    writer_.add(UseEntry{.key = row, .use = use});
}

Result<void> Ledger::flush()
{
    for (LiveKey* key : used_) {
        writer_.add(UseEntry{.key = key->row, .use = key->use});
        key->use_recorded = false;
    }
    used_.clear();
    if (writer_.empty()) {
        return {};
    }
    return guarded([&]() -> Result<void> {
        const std::int64_t next = last_row() + 1;
        Query{database_, "INSERT INTO journal VALUES (?, ?)", next, writer_.bytes()}.run();
        cursor_ = next;
        writer_.clear();
        return {};
    });
}

Result<void> Ledger::fold()
{
    TRY(flush());
    if (folded_through_ == last_row()) {
        return {};
    }
    return guarded([&]() -> Result<void> {
        TRY(fold_journal(database_, {.folded_through = folded_through_, .last = last_row()}));
        folded_through_ = last_row();
        cache_.forget_pending();
        return {};
    });
}

bool Ledger::is_fold_due()
{
    const std::int64_t unfolded = last_row() - folded_through_;
    const bool quiet = unfolded == unfolded_when_asked_;
    unfolded_when_asked_ = unfolded;
    return unfolded >= max_unfolded_rows || (unfolded > 0 && quiet);
}

void Ledger::rolled_back()
{
    cache_.clear();
    writer_.clear();
    used_.clear();
    cursor_.reset();
}

void Ledger::trim()
{
    const bool all_folded = folded_through_ == last_row();
    if (all_folded && cache_.size() > max_cached_keys) {
        cache_.clear();
    }
}

}  // namespace azen::sqlite

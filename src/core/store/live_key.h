#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/compact.h"
#include "core/base/uuid.h"
#include "core/key/api_key.h"

namespace azen {

/// Who a key belongs to. Either is empty when there is none, which only imported keys know.
struct KeyOwner {
    std::string organization_id;
    std::string user_id;
};

/// What many keys have in common, held once for all of them. Immutable: a key that is changed gets
/// other terms.
struct KeyTerms {
    const KeyOwner* owner = nullptr;           // never nullptr in terms that a key has
    const Permissions* permissions = nullptr;  // likewise
    RateLimit rate_limit;
    std::optional<Refill> refill;
    std::string foreign_id;  // the id of an imported key that is no UUID; its terms are its alone
};

/// A KeyUse in 48 bytes instead of 64.
class CompactUse {
public:
    CompactUse() = default;
    explicit CompactUse(const KeyUse& use);

    KeyUse get() const;

private:
    std::int64_t missing_ = 0;
    Timestamp updated_at_{};
    CompactOptional<std::int64_t> remaining_;
    Timestamp last_refill_at_{};
    std::int64_t request_count_ = 0;
    CompactOptional<Timestamp> last_request_;
};

/// A key as authentication sees it, in about a hundred bytes: a server holds a million of them.
/// Lives in the store, which alone makes and changes it; see KeyRows::find_live. Texts and
/// references that it gives are valid as long as it is.
class LiveKey {
public:
    std::int64_t row() const { return row_; }  // the store's own number for it
    std::string id() const;
    void append_id(std::string& out) const;
    const std::string& organization_id() const { return terms_->owner->organization_id; }
    const std::string& user_id() const { return terms_->owner->user_id; }
    const Permissions& permissions() const { return *terms_->permissions; }
    const RateLimit& rate_limit() const { return terms_->rate_limit; }
    const std::optional<Refill>& refill() const { return terms_->refill; }
    std::optional<Timestamp> expires_at() const { return expires_at_.get(); }
    bool enabled() const { return enabled_; }
    bool revoked() const { return revoked_; }
    KeyUse use() const { return use_.get(); }

    /// For the store, and for tests.
    struct Parts {
        std::int64_t row = 0;
        std::string_view id;
        const KeyTerms* terms = nullptr;  // outlives the key
        std::optional<Timestamp> expires_at;
        bool enabled = true;
        bool revoked = false;
    };
    LiveKey() = default;
    explicit LiveKey(std::int64_t row) { set_row(row); }
    void set_parts(const Parts& parts);
    void set_use(const KeyUse& use) { use_ = CompactUse{use}; }

private:
    static constexpr std::int64_t max_row =
        (std::int64_t{1} << 47) - 1;  // more than a file can hold
    void set_row(std::int64_t row)
    {
        assert(row >= 0 && row <= max_row);
        row_ = row & max_row;
    }

    const KeyTerms* terms_ = nullptr;
    Uuid id_{};  // of no meaning when the terms have a foreign id
    CompactUse use_;
    CompactOptional<Timestamp> expires_at_;
    // Last and narrow, so that what the store adds to a key lies behind them in the same word.
    std::int64_t row_ : 48 = 0;
    bool enabled_ : 1 = true;
    bool revoked_ : 1 = false;
};

/// What a secret's hash leads to.
struct LiveSecret {
    LiveKey* key = nullptr;  // nullptr: no such secret
    SecretState state = SecretState::active;
    std::optional<Timestamp> not_after;
};

}  // namespace azen

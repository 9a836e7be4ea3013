#include "core/store/live_key.h"

namespace azen {

CompactUse::CompactUse(const KeyUse& use)
    : missing_{use.bucket.missing},
      updated_at_{use.bucket.updated_at},
      remaining_{use.quota.remaining},
      last_refill_at_{use.quota.last_refill_at},
      request_count_{use.request_count},
      last_request_{use.last_request}
{}

KeyUse CompactUse::get() const
{
    return {.bucket = {.missing = missing_, .updated_at = updated_at_},
            .quota = {.remaining = remaining_.get(), .last_refill_at = last_refill_at_},
            .request_count = request_count_,
            .last_request = last_request_.get()};
}

std::string LiveKey::id() const
{
    std::string id;
    append_id(id);
    return id;
}

void LiveKey::append_id(std::string& out) const
{
    if (terms_->foreign_id.empty()) {
        append_uuid(out, id_);
    } else {
        out += terms_->foreign_id;
    }
}

void LiveKey::set_parts(const Parts& parts)
{
    set_row(parts.row);
    terms_ = parts.terms;
    id_ = parse_uuid(parts.id).value_or(Uuid{});
    expires_at_ = CompactOptional<Timestamp>{parts.expires_at};
    enabled_ = parts.enabled;
    revoked_ = parts.revoked;
}

}  // namespace azen

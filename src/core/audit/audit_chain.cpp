#include "core/audit/audit_chain.h"

#include <fmt/format.h>

#include <vector>

#include "core/base/codec.h"

namespace azen {

std::string_view to_string(ActorKind kind)
{
    switch (kind) {
        case ActorKind::local: return "local";
        case ActorKind::user: return "user";
        case ActorKind::key: return "key";
    }
    return "unknown";
}

}  // namespace azen

namespace azen::audit_chain {
namespace {

using Bytes = std::vector<std::byte>;

void append_number(Bytes& bytes, std::uint64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::byte>(number >> static_cast<unsigned>(shift)));
    }
}

// With its length, so that no two entries have the same bytes.
void append_text(Bytes& bytes, std::string_view text)
{
    append_number(bytes, text.size());
    const auto characters = as_byte_span(text);
    bytes.insert(bytes.end(), characters.begin(), characters.end());
}

ChainFault fault(std::int64_t sequence, std::string what)
{
    return {.sequence = sequence, .what = std::move(what)};
}

}  // namespace

Digest link(std::int64_t sequence, const AuditEntry& entry, const Digest& previous)
{
    Bytes bytes{previous.begin(), previous.end()};
    append_number(bytes, static_cast<std::uint64_t>(sequence));
    append_number(bytes, static_cast<std::uint64_t>(to_epoch_ms(entry.at)));
    bytes.push_back(static_cast<std::byte>(entry.actor.kind));
    for (const std::string* text : {&entry.actor.id,
                                    &entry.actor.name,
                                    &entry.actor.origin,
                                    &entry.action,
                                    &entry.subject_id,
                                    &entry.subject_name,
                                    &entry.change}) {
        append_text(bytes, *text);
    }
    return sha256(bytes);
}

std::optional<ChainFault> Checker::check(const AuditRow& row)
{
    const std::int64_t expected = end_.sequence + 1;
    if (row.sequence != expected) {
        return fault(expected, fmt::format("row {} is missing", expected));
    }
    if (row.hash != link(row.sequence, row.entry, row.previous)) {
        return fault(row.sequence, fmt::format("row {} was changed", row.sequence));
    }
    // Right in itself, but after another row than the one that is there.
    if (row.previous != end_.hash) {
        return fault(row.sequence,
                     fmt::format("row {} does not follow the row before it: one of the two was "
                                 "replaced",
                                 row.sequence));
    }
    end_ = {.sequence = row.sequence, .hash = row.hash};
    if (anchor_ && anchor_->sequence == row.sequence && anchor_->hash != row.hash) {
        return fault(row.sequence,
                     fmt::format("row {} is not the one that was noted: it, or a row before it, "
                                 "was replaced",
                                 row.sequence));
    }
    return std::nullopt;
}

std::optional<ChainFault> Checker::finish(std::int64_t issued) const
{
    const std::int64_t known = std::max(issued, anchor_ ? anchor_->sequence : 0);
    if (end_.sequence < known) {
        return fault(end_.sequence + 1,
                     fmt::format("rows {} to {} are missing at the end", end_.sequence + 1, known));
    }
    return std::nullopt;
}

}  // namespace azen::audit_chain

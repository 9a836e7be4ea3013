#include "core/store/sqlite/journal.h"

namespace azen::sqlite {
namespace {

constexpr auto use_letter = std::byte{'U'};
constexpr auto changed_letter = std::byte{'C'};
constexpr auto usage_letter = std::byte{'R'};

tl::unexpected<Error> damaged()
{
    return fail(ErrorKind::store,
                "the store's journal is damaged",
                "stop using the file and restore a backup");
}

/// Optional values are non-negative, so that adding one cannot overflow in practice.
std::int64_t pack(const std::optional<std::int64_t>& value)
{
    return value ? *value + 1 : 0;
}

std::optional<std::int64_t> unpack(std::int64_t value)
{
    return value == 0 ? std::nullopt : std::optional{value - 1};
}

std::optional<std::int64_t> to_ms(const std::optional<Timestamp>& time)
{
    return time ? std::optional{to_epoch_ms(*time)} : std::nullopt;
}

std::optional<Timestamp> to_time(const std::optional<std::int64_t>& value)
{
    return value ? std::optional{from_epoch_ms(*value)} : std::nullopt;
}

}  // namespace

void JournalWriter::put(std::int64_t value)
{
    auto rest = static_cast<std::uint64_t>(value);
    while (rest >= 0x80) {
        bytes_.push_back(static_cast<std::byte>(rest | 0x80));
        rest >>= 7;
    }
    bytes_.push_back(static_cast<std::byte>(rest));
}

void JournalWriter::add(const UseEntry& entry)
{
    bytes_.push_back(use_letter);
    put(entry.key);
    put(entry.use.bucket.missing);
    put(to_epoch_ms(entry.use.bucket.updated_at));
    put(pack(entry.use.quota.remaining));
    put(to_epoch_ms(entry.use.quota.last_refill_at));
    put(entry.use.request_count);
    put(pack(to_ms(entry.use.last_request)));
}

void JournalWriter::add(const ChangedEntry& entry)
{
    bytes_.push_back(changed_letter);
    put(entry.key);
}

void JournalWriter::add(const UsageEntry& entry)
{
    bytes_.push_back(usage_letter);
    put(entry.key);
    put(entry.day.time_since_epoch().count());
    put(static_cast<std::int64_t>(entry.group));
    put(entry.success);
    put(entry.error);
}

Result<std::optional<JournalEntry>> JournalReader::next()
{
    if (rest_.empty()) {
        return std::nullopt;
    }
    const std::byte letter = rest_.front();
    rest_ = rest_.subspan(1);
    if (letter == use_letter) {
        return TRY(take_use());
    }
    if (letter == changed_letter) {
        ChangedEntry entry;
        entry.key = TRY(take());
        return entry;
    }
    if (letter == usage_letter) {
        return TRY(take_usage());
    }
    return damaged();
}

Result<std::int64_t> JournalReader::take()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
        const auto digit = std::to_integer<std::uint64_t>(rest_.front());
        rest_ = rest_.subspan(1);
        value |= (digit & 0x7f) << shift;
        if (digit < 0x80) {
            return static_cast<std::int64_t>(value);
        }
    }
    return damaged();
}

Result<JournalEntry> JournalReader::take_use()
{
    UseEntry entry;
    entry.key = TRY(take());
    entry.use.bucket.missing = TRY(take());
    entry.use.bucket.updated_at = from_epoch_ms(TRY(take()));
    entry.use.quota.remaining = unpack(TRY(take()));
    entry.use.quota.last_refill_at = from_epoch_ms(TRY(take()));
    entry.use.request_count = TRY(take());
    entry.use.last_request = to_time(unpack(TRY(take())));
    return entry;
}

Result<JournalEntry> JournalReader::take_usage()
{
    UsageEntry entry;
    entry.key = TRY(take());
    entry.day = std::chrono::sys_days{std::chrono::days{TRY(take())}};
    const std::int64_t group = TRY(take());
    if (group < 0 || group >= static_cast<std::int64_t>(usage_group_count)) {
        return damaged();
    }
    entry.group = static_cast<UsageGroup>(group);
    entry.success = TRY(take());
    entry.error = TRY(take());
    return entry;
}

}  // namespace azen::sqlite

#include "core/store/sqlite/journal.h"

namespace azen::sqlite {
namespace {

constexpr auto use_letter = std::byte{'U'};
constexpr auto changed_letter = std::byte{'C'};
constexpr auto usage_letter = std::byte{'T'};

/// Optional values are non-negative, so that adding one cannot overflow in practice.
std::int64_t pack(const std::optional<std::int64_t>& value)
{
    return value ? *value + 1 : 0;
}

std::optional<std::int64_t> unpack(std::int64_t value)
{
    return value == 0 ? std::nullopt : std::optional{value - 1};
}

/// Small numbers of either sign become small numbers without one. Unsigned arithmetic wraps, so
/// every pair of times has a difference.
std::int64_t zigzag(std::uint64_t difference)
{
    const std::uint64_t sign = (difference >> 63) != 0 ? ~std::uint64_t{0} : 0;
    return static_cast<std::int64_t>((difference << 1) ^ sign);
}

std::uint64_t unzigzag(std::int64_t value)
{
    const auto bits = static_cast<std::uint64_t>(value);
    return (bits >> 1) ^ (~(bits & 1) + 1);
}

std::uint64_t bits_of(Timestamp time)
{
    return static_cast<std::uint64_t>(to_epoch_ms(time));
}

}  // namespace

void JournalWriter::clear()
{
    bytes_.clear();
    entries_ = 0;
    base_.reset();
}

void JournalWriter::begin(std::byte letter)
{
    bytes_.push_back(letter);
    ++entries_;
}

void JournalWriter::put(std::int64_t value)
{
    auto rest = static_cast<std::uint64_t>(value);
    while (rest >= 0x80) {
        bytes_.push_back(static_cast<std::byte>(rest | 0x80));
        rest >>= 7;
    }
    bytes_.push_back(static_cast<std::byte>(rest));
}

void JournalWriter::put_difference(Timestamp time)
{
    put(zigzag(bits_of(time) - bits_of(base_.value_or(Timestamp{}))));
    if (!base_) {
        base_ = time;
    }
}

void JournalWriter::add(const UseEntry& entry)
{
    begin(use_letter);
    put(entry.key);
    put(entry.use.bucket.missing);
    put_difference(entry.use.bucket.updated_at);
    put(pack(entry.use.quota.remaining));
    if (entry.use.quota.remaining) {
        put_difference(entry.use.quota.last_refill_at);
    }
    put(entry.use.request_count);
    put(entry.use.last_request ? 1 : 0);
    if (entry.use.last_request) {
        put_difference(*entry.use.last_request);
    }
}

void JournalWriter::add(const ChangedEntry& entry)
{
    begin(changed_letter);
    put(entry.key);
}

void JournalWriter::add(const UsageEntry& entry)
{
    begin(usage_letter);
    put(entry.slot.key);
    put(entry.slot.day.time_since_epoch().count());
    put(static_cast<std::int64_t>(entry.slot.group));
    put(entry.total.success);
    put(entry.total.error);
}

Result<std::optional<JournalEntry>> JournalReader::next()
{
    if (rest_.empty()) {
        return std::nullopt;
    }
    std::optional<JournalEntry> entry;
    const std::byte letter = rest_.front();
    rest_ = rest_.subspan(1);
    if (letter == use_letter) {
        entry = take_use();
    } else if (letter == changed_letter) {
        entry = ChangedEntry{.key = take()};
    } else if (letter == usage_letter) {
        entry = take_usage();
    }
    if (!entry || is_damaged_) {
        return fail(ErrorKind::store,
                    "the store's journal is damaged",
                    "stop using the file and restore a backup");
    }
    return entry;
}

std::int64_t JournalReader::take()
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
    is_damaged_ = true;
    return 0;
}

Timestamp JournalReader::take_difference()
{
    const std::uint64_t bits = unzigzag(take()) + bits_of(base_.value_or(Timestamp{}));
    const Timestamp time = from_epoch_ms(static_cast<std::int64_t>(bits));
    if (!base_) {
        base_ = time;
    }
    return time;
}

UseEntry JournalReader::take_use()
{
    UseEntry entry;
    entry.key = take();
    entry.use.bucket.missing = take();
    entry.use.bucket.updated_at = take_difference();
    entry.use.quota.remaining = unpack(take());
    if (entry.use.quota.remaining) {
        entry.use.quota.last_refill_at = take_difference();
    }
    entry.use.request_count = take();
    if (take() != 0) {
        entry.use.last_request = take_difference();
    }
    return entry;
}

UsageEntry JournalReader::take_usage()
{
    UsageEntry entry;
    entry.slot.key = take();
    entry.slot.day = std::chrono::sys_days{std::chrono::days{take()}};
    const std::int64_t group = take();
    if (group >= 0 && group < static_cast<std::int64_t>(usage_group_count)) {
        entry.slot.group = static_cast<UsageGroup>(group);
    } else {
        is_damaged_ = true;
    }
    entry.total.success = take();
    entry.total.error = take();
    return entry;
}

}  // namespace azen::sqlite

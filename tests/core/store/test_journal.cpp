#include <rapidcheck.h>

#include <limits>

#include <doctest/doctest.h>

#include "core/store/sqlite/journal.h"
#include "support/sample_keys.h"

using namespace azen;
using namespace azen::sqlite;
using azen::test::must;

namespace {

std::vector<JournalEntry> read_all(std::span<const std::byte> bytes)
{
    JournalReader reader{bytes};
    std::vector<JournalEntry> entries;
    while (auto entry = must(reader.next())) {
        entries.push_back(*entry);
    }
    return entries;
}

/// Whether reading comes to an end, with or without an error.
bool reads_to_an_end(std::span<const std::byte> bytes)
{
    JournalReader reader{bytes};
    for (std::size_t i = 0; i <= bytes.size(); ++i) {
        const auto entry = reader.next();
        if (!entry || !*entry) {
            return true;
        }
    }
    return false;
}

std::int64_t non_negative()
{
    return *rc::gen::inRange<std::int64_t>(0, 1LL << 62);
}

std::optional<std::int64_t> maybe()
{
    return *rc::gen::arbitrary<bool>() ? std::optional{non_negative()} : std::nullopt;
}

JournalEntry any_entry()
{
    switch (*rc::gen::inRange(0, 3)) {
        case 0: return ChangedEntry{.key = non_negative()};
        case 1:
            return UsageEntry{.slot = {.key = non_negative(),
                                       .day = std::chrono::sys_days{std::chrono::days{
                                           *rc::gen::inRange(-100'000, 100'000)}},
                                       .group = *rc::gen::element(UsageGroup::memory_create,
                                                                  UsageGroup::memory_search)},
                              .total = {.success = non_negative(), .error = non_negative()}};
        default: break;
    }
    UseEntry entry{.key = non_negative(), .use = {}};
    entry.use.bucket = {.missing = non_negative(),
                        .updated_at = from_epoch_ms(*rc::gen::arbitrary<std::int64_t>())};
    if (const auto remaining = maybe()) {
        entry.use.quota = {.remaining = remaining,
                           .last_refill_at = from_epoch_ms(*rc::gen::arbitrary<std::int64_t>())};
    }
    entry.use.request_count = non_negative();
    if (*rc::gen::arbitrary<bool>()) {
        entry.use.last_request = from_epoch_ms(*rc::gen::arbitrary<std::int64_t>());
    }
    return entry;
}

}  // namespace

TEST_CASE("an empty journal row holds nothing")
{
    CHECK(read_all({}).empty());
    CHECK(JournalWriter{}.empty());
}

TEST_CASE("a small use takes few bytes")
{
    JournalWriter writer;

    writer.add(UseEntry{.key = 7, .use = {}});

    CHECK(writer.bytes().size() == 7);
}

TEST_CASE("keys used at the same time share the time")
{
    const Timestamp now = from_epoch_ms(1'800'000'000'000);
    UseEntry entry{.key = 100'000, .use = {}};
    entry.use.bucket = {.missing = 60'000, .updated_at = now};
    entry.use.last_request = now;
    JournalWriter writer;
    writer.add(entry);
    const std::size_t first = writer.bytes().size();

    writer.add(entry);

    CHECK(first - (writer.bytes().size() - first) == 5);
    CHECK(writer.bytes().size() - first == 12);
    CHECK(writer.entries() == 2);
}

TEST_CASE("a cleared writer starts a row anew")
{
    JournalWriter writer;
    UseEntry entry{.key = 1, .use = {}};
    entry.use.bucket.updated_at = from_epoch_ms(7);
    writer.add(entry);

    writer.clear();
    writer.add(entry);

    CHECK(read_all(writer.bytes()) == std::vector<JournalEntry>{entry});
    CHECK(writer.entries() == 1);
}

TEST_CASE("absent and zero are different")
{
    JournalWriter writer;
    UseEntry none{.key = 1, .use = {}};
    UseEntry zero{.key = 1, .use = {}};
    zero.use.quota.remaining = 0;
    zero.use.last_request = Timestamp{};

    writer.add(none);
    writer.add(zero);

    const auto entries = read_all(writer.bytes());
    REQUIRE(entries.size() == 2);
    CHECK(std::get<UseEntry>(entries[0]) == none);
    CHECK(std::get<UseEntry>(entries[1]) == zero);
}

TEST_CASE("whatever is written is read back, in order")
{
    CHECK(rc::check("journal round trip", [] {
        std::vector<JournalEntry> entries(*rc::gen::inRange<std::size_t>(0, 20));
        JournalWriter writer;
        for (JournalEntry& entry : entries) {
            entry = any_entry();
            std::visit([&](const auto& known) { writer.add(known); }, entry);
        }

        RC_ASSERT(read_all(writer.bytes()) == entries);
    }));
}

TEST_CASE("an unknown letter is damage")
{
    const std::array bytes{std::byte{'X'}};

    const auto entry = JournalReader{bytes}.next();

    REQUIRE(!entry);
    CHECK(entry.error().kind == ErrorKind::store);
}

TEST_CASE("a group that does not exist is damage")
{
    JournalWriter writer;
    writer.add(UsageEntry{.slot = {.key = 1, .day = {}, .group = static_cast<UsageGroup>(9)},
                          .total = {}});

    CHECK(!JournalReader{writer.bytes()}.next());
}

TEST_CASE("every cut of a row is damage or a shorter row, never more")
{
    JournalWriter writer;
    writer.add(ChangedEntry{.key = 300});
    writer.add(UseEntry{.key = 5, .use = {}});

    for (std::size_t length = 0; length < writer.bytes().size(); ++length) {
        CHECK(reads_to_an_end(writer.bytes().first(length)));
    }
}

TEST_CASE("arbitrary bytes never do worse than an error")
{
    CHECK(rc::check("journal of arbitrary bytes", [](const std::vector<std::uint8_t>& bytes) {
        RC_ASSERT(reads_to_an_end(std::as_bytes(std::span{bytes})));
    }));
}

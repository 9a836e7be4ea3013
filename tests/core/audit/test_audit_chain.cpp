#include <rapidcheck.h>

#include <vector>

#include <doctest/doctest.h>

#include "core/audit/audit_chain.h"
#include "core/base/codec.h"

using namespace azen;
using audit_chain::ChainEnd;
using audit_chain::Checker;

namespace {

AuditEntry sample_entry(std::string name)
{
    return {.at = from_epoch_ms(1'768'473'000'000),
            .actor = {.kind = ActorKind::local, .id = "0", .name = "root", .origin = "host"},
            .action = "key.create",
            .subject_id = "id-" + name,
            .subject_name = std::move(name),
            .change = R"({"after":{}})"};
}

std::vector<AuditRow> sample_trail(std::size_t length)
{
    std::vector<AuditRow> trail;
    Digest previous{};
    for (std::size_t i = 0; i < length; ++i) {
        const auto sequence = static_cast<std::int64_t>(i + 1);
        const AuditEntry entry = sample_entry("key" + std::to_string(i));
        const Digest hash = audit_chain::link(sequence, entry, previous);
        trail.push_back({.sequence = sequence, .entry = entry, .previous = previous, .hash = hash});
        previous = hash;
    }
    return trail;
}

std::optional<audit_chain::ChainFault> fault_in(const std::vector<AuditRow>& trail,
                                                std::int64_t issued,
                                                std::optional<ChainEnd> anchor = std::nullopt)
{
    Checker checker{anchor};
    for (const AuditRow& row : trail) {
        if (const auto fault = checker.check(row)) {
            return fault;
        }
    }
    return checker.finish(issued);
}

}  // namespace

// Worked out with Python's hashlib over the bytes that audit_chain.h describes.
TEST_CASE("a link is the hash that the format describes")
{
    CHECK(format_hex(audit_chain::link(1, sample_entry("ci"), Digest{})) ==
          "e8e92d17577835eb12df4c72d4fa190fc80b8ec05be25d58338a9ce9373003d7");
}

TEST_CASE("a trail as it was written has no fault")
{
    CHECK_FALSE(fault_in({}, 0));
    CHECK_FALSE(fault_in(sample_trail(5), 5));
}

TEST_CASE("an end that was noted is found again, and missed when it is another one")
{
    const auto trail = sample_trail(5);
    const ChainEnd third{.sequence = 3, .hash = trail[2].hash};

    CHECK_FALSE(fault_in(trail, 5, third));
    CHECK(fault_in(trail, 5, ChainEnd{.sequence = 3, .hash = trail[1].hash})->sequence == 3);
    CHECK(fault_in(sample_trail(2), 2, third)->what == "rows 3 to 3 are missing at the end");
}

TEST_CASE("any field of any row that is changed names that row")
{
    CHECK(rc::check("a changed row", [] {
        auto trail = sample_trail(6);
        const auto index = *rc::gen::inRange<std::size_t>(0, trail.size());
        AuditEntry& entry = trail[index].entry;
        switch (*rc::gen::inRange(0, 9)) {
            case 0: entry.at += milliseconds{1}; break;
            case 1: entry.actor.kind = ActorKind::key; break;
            case 2: entry.actor.id += "1"; break;
            case 3: entry.actor.name.clear(); break;
            case 4: entry.actor.origin = "elsewhere"; break;
            case 5: entry.action = "key.update"; break;
            case 6: entry.subject_id.swap(entry.subject_name); break;
            case 7: entry.change = "{}"; break;
            default:
                // The same characters in a row, cut elsewhere.
                entry.action += entry.subject_id.front();
                entry.subject_id.erase(0, 1);
        }

        const auto fault = fault_in(trail, 6);

        RC_ASSERT(fault.has_value());
        RC_ASSERT(fault->sequence == trail[index].sequence);
    }));
}

TEST_CASE("a row that is missing is named, wherever it was")
{
    for (std::size_t index = 0; index < 5; ++index) {
        CAPTURE(index);
        auto trail = sample_trail(5);
        trail.erase(trail.begin() + static_cast<std::ptrdiff_t>(index));

        CHECK(fault_in(trail, 5)->sequence == static_cast<std::int64_t>(index) + 1);
    }
}

TEST_CASE("a row that was replaced by one with a right hash shows at the row after it")
{
    auto trail = sample_trail(3);
    trail[1].entry.actor.name = "nobody";
    trail[1].hash = audit_chain::link(2, trail[1].entry, trail[1].previous);

    CHECK(fault_in(trail, 3)->sequence == 3);
}

#include "core/service/memory_search.h"

#include <algorithm>
#include <optional>

namespace azen {
namespace {

// Bounds what is in memory twice while an index is built; more a read would not make it faster.
constexpr std::int64_t rows_per_read = 500;

}  // namespace

/// Adds what was remembered since the index last looked. Rows are numbered in order of commit, so
/// none can appear behind the last one seen.
Result<void> MemorySearch::bring_up_to_date(const std::string& organization_id,
                                            Indexed& indexed,
                                            MemoryReader& reader)
{
    if (!indexed.index) {
        indexed.index = TRY(make_index_());
    }
    for (;;) {
        const auto rows = TRY(reader.after(organization_id, indexed.last_row, rows_per_read));
        for (const MemoryRow& row : rows) {
            const Memory memory = TRY(memories_.open(row));
            TRY(indexed.index->add(row.row, memory.text));
            indexed.last_row = row.row;
        }
        if (rows.empty()) {
            return {};
        }
    }
}

/// Reads the memories that the best matches lead to. A match whose memory is gone is removed from
/// the index and reported by nullopt: the search has to be made again, or a better match would be
/// missing.
Result<std::optional<SearchAnswer>> MemorySearch::read_matches(const Wanted& wanted,
                                                               const std::vector<Match>& matches,
                                                               Indexed& indexed,
                                                               MemoryReader& reader)
{
    SearchAnswer answer;
    std::unordered_map<std::int64_t, std::string> ids;
    bool complete = true;
    for (const Match& match : matches) {
        if (answer.raw_matches.size() == wanted.limit) {
            break;
        }
        if (!ids.contains(match.memory)) {
            const auto row = TRY(reader.at(wanted.organization_id, match.memory));
            if (!row) {
                TRY(indexed.index->remove(match.memory));
                complete = false;
                continue;
            }
            answer.memories.push_back(TRY(memories_.open(*row)));
            ids.emplace(match.memory, row->id);
        }
        answer.raw_matches.push_back(
            {.memory_id = ids.at(match.memory), .chunk = match.chunk, .score = match.score});
    }
    return complete ? std::optional{std::move(answer)} : std::nullopt;
}

Result<SearchAnswer> MemorySearch::search(const std::string& organization_id,
                                          std::string_view query,
                                          std::size_t limit)
{
    const auto reader = TRY(store_.open_memory_reader());
    const auto slot = slot_for(organization_id);
    const auto indexed = slot->lock();
    TRY(bring_up_to_date(organization_id, *indexed, *reader));
    // More each time, or it would take as many searches as there are memories gone.
    for (std::size_t count = limit;; count *= 2) {
        const auto matches = TRY(indexed->index->search(query, count));
        auto answer = TRY(read_matches({organization_id, limit}, matches, *indexed, *reader));
        if (answer) {
            return std::move(*answer);
        }
    }
}

// The map is locked only to find the slot: building one organization's index holds up no other's
// search. Slots are never dropped, so a pointer to one stays good.
std::shared_ptr<MemorySearch::Slot> MemorySearch::slot_for(const std::string& organization_id)
{
    const auto slots = slots_.lock();
    auto& slot = (*slots)[organization_id];
    if (!slot) {
        slot = std::make_shared<Slot>();
    }
    return slot;
}

}  // namespace azen

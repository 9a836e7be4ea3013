#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/guarded.h"
#include "core/memory/search_index.h"
#include "core/service/memory_service.h"
#include "core/store/store.h"

namespace azen {

/// What a search found. Every memory has at least one match, and every match its memory.
struct SearchAnswer {
    /// One piece of a memory; the wire writes it "<memory_id>::<chunk>".
    struct RawMatch {
        std::string memory_id;
        std::uint32_t chunk = 0;
        double score = 0;
    };
    std::vector<Memory> memories;       // distinct, best first
    std::vector<RawMatch> raw_matches;  // best first, at most the limit asked for
};

/// Searches memories through one in-memory index per organization, built from the store when an
/// organization first searches and brought up to date before every answer: a memory is found from
/// the moment its creation was answered, and a deleted one is not. Outside transactions and slow
/// (building decrypts everything once): call it from worker threads. Thread-safe.
class MemorySearch {
public:
    /// Makes an empty index for one organization. Called on whichever thread searches.
    using IndexFactory = std::function<Result<std::unique_ptr<SearchIndex>>()>;

    /// `store` and `memories` outlive this.
    MemorySearch(Store& store, const MemoryService& memories, IndexFactory make_index)
        : store_{store}, memories_{memories}, make_index_{std::move(make_index)}
    {}

    /// The best `limit` (at least 1) raw matches and the memories they lead to. Searches of one
    /// organization wait for each other, those of two do not. A query that matches nothing, or an
    /// organization without memories, is an empty answer. ErrorKind::store when a memory cannot be
    /// read or decrypted.
    Result<SearchAnswer> search(const std::string& organization_id,
                                std::string_view query,
                                std::size_t limit);

private:
    // Invariant: the index holds the memories up to row `last_row`, and perhaps some that have been
    // deleted since.
    struct Indexed {
        std::unique_ptr<SearchIndex> index;
        std::int64_t last_row = 0;
    };
    using Slot = Guarded<Indexed>;

    std::shared_ptr<Slot> slot_for(const std::string& organization_id);
    Result<void> bring_up_to_date(const std::string& organization_id,
                                  Indexed& indexed,
                                  MemoryReader& reader);
    struct Wanted {
        const std::string& organization_id;
        std::size_t limit;
    };
    Result<std::optional<SearchAnswer>> read_matches(const Wanted& wanted,
                                                     const std::vector<Match>& matches,
                                                     Indexed& indexed,
                                                     MemoryReader& reader);

    Store& store_;
    const MemoryService& memories_;
    IndexFactory make_index_;
    Guarded<std::unordered_map<std::string, std::shared_ptr<Slot>>> slots_;
};

}  // namespace azen

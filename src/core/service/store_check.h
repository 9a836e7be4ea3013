#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/service/memory_service.h"
#include "core/store/store_inspection.h"

/// Whether a store is in order, part by part.
namespace azen::store_check {

enum class Outcome {
    passed,
    skipped,   // could not be looked at, because of another part
    finding,   // something a person should see to; the store can be used
    unusable,  // damaged, or not to be read
};

/// What was found of one part.
struct Part {
    std::string_view name;  // "integrity"
    Outcome outcome = Outcome::passed;
    std::string detail;  // for people; never empty
    std::string hint{};  // one next step of its own; empty: its outcome's
};

/// What the store says of itself: its schema, whether its pages, indexes and references are whole,
/// whether the journal can be read, whether the audit trail is what it was. Reads all of it.
std::vector<Part> check_structure(StoreInspection& store);

/// Whether all memories open. `memories`: under the master key that there is; nullptr: none.
Part check_memories(StoreInspection& store, const MemoryService* memories);

}  // namespace azen::store_check

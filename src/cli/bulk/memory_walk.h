#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_set>

#include "cli/context.h"
#include "cli/memory_api.h"

namespace azen::cli {

/// Goes through all memories of an organization, newest first, a page at a time, and gives each
/// once. Memories that are added or deleted meanwhile shift the pages: no memory that is there from
/// beginning to end is missed for that, and none is given twice. For one run; one per thread.
class MemoryWalk {
public:
    /// Takes a memory; an error ends the walk. `total` is how many there are, by the server's last
    /// word.
    using Visit = std::function<Result<void>(const MemoryApi::Memory& memory, std::int64_t total)>;

    /// Both outlive it.
    MemoryWalk(MemoryApi& api, Context& context) : api_{api}, context_{context} {}

    /// Whether it came to the end; false after Ctrl-C.
    Result<bool> run(const Visit& visit);

private:
    // The page to read after `page`.
    std::int64_t next_after(const MemoryApi::Page& page);

    MemoryApi& api_;
    Context& context_;
    std::unordered_set<std::string> seen_;  // ids
    std::int64_t total_ = 0;                // when the page before was read
};

}  // namespace azen::cli

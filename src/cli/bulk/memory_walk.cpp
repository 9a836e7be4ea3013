#include "cli/bulk/memory_walk.h"

#include <algorithm>

namespace azen::cli {
namespace {

constexpr std::int64_t per_page = 100;  // the most that the API gives

}  // namespace

Result<bool> MemoryWalk::run(const Visit& visit)
{
    for (std::int64_t next = 1;;) {
        if (context_.interrupted()) {
            return false;
        }
        const MemoryApi::Page page = TRY(api_.list(next, per_page));
        for (const MemoryApi::Memory& memory : page.memories) {
            // What moved to a later page because something was added comes a second time.
            if (seen_.insert(memory.id).second) {
                TRY(visit(memory, page.total_count));
            }
        }
        if (page.memories.empty()) {
            return true;
        }
        next = next_after({.page = next, .total_count = page.total_count});
    }
}

// What was deleted from pages already read has moved others from the pages behind onto them: so
// many pages are read again.
std::int64_t MemoryWalk::next_after(const MemoryApi::Page& page)
{
    const std::int64_t gone = std::max<std::int64_t>(0, total_ - page.total_count);
    total_ = page.total_count;
    const std::int64_t back = gone == 0 ? 0 : ((gone + per_page - 1) / per_page) + 1;
    return std::max<std::int64_t>(1, page.page + 1 - back);
}

}  // namespace azen::cli

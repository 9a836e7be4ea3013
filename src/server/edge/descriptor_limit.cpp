#include "server/edge/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace azen::server {
namespace {

constexpr std::size_t reserved = 64;

}  // namespace

// What cannot be raised stays: whoever is refused connections later is told by the log.
std::size_t raise_descriptor_limit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    rlimit raised = limit;
    raised.rlim_cur = raised.rlim_max;
    return ::setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur;
}

std::size_t connections_within(std::size_t limit)
{
    const std::size_t for_others = std::min(reserved, limit / 2);
    return std::max(limit - for_others, std::size_t{1});
}

}  // namespace azen::server

#include <sys/resource.h>

#include <doctest/doctest.h>

#include "server/edge/descriptor_limit.h"

using namespace azen::server;

TEST_CASE("a process may open as many descriptors as the system allows it to")
{
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit low = before;
    low.rlim_cur = 200;
    ::setrlimit(RLIMIT_NOFILE, &low);

    const std::size_t raised = raise_descriptor_limit();

    rlimit after{};
    ::getrlimit(RLIMIT_NOFILE, &after);
    CHECK(raised == before.rlim_max);
    CHECK(after.rlim_cur == before.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST_CASE("not all descriptors are for connections")
{
    CHECK(connections_within(1024) < 1024 - 32);
    CHECK(connections_within(1024) > 512);
    CHECK(connections_within(20) == 10);
    CHECK(connections_within(0) == 1);
}

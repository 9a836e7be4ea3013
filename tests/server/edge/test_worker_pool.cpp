#include <atomic>
#include <latch>
#include <vector>

#include <doctest/doctest.h>

#include "server/edge/worker_pool.h"

using azen::server::WorkerPool;

TEST_CASE("joining waits for every job that was submitted")
{
    std::atomic<int> done{0};
    WorkerPool pool{2};
    for (int i = 0; i < 100; ++i) {
        pool.submit([&done] { ++done; });
    }

    pool.join();

    CHECK(done == 100);
}

TEST_CASE("jobs run at the same time, as many as there are threads")
{
    std::latch both{2};
    WorkerPool pool{2};
    // Each waits for the other: with a single thread this would never end.
    pool.submit([&both] { both.arrive_and_wait(); });
    pool.submit([&both] { both.arrive_and_wait(); });

    pool.join();

    CHECK(both.try_wait());
}

TEST_CASE("jobs of one queue run one after another, beside those of another")
{
    std::latch both{2};
    std::vector<int> order;
    WorkerPool pool{2};
    pool.submit("a", [&] {
        both.arrive_and_wait();  // the other queue's job has a thread of its own
        order.push_back(1);
    });
    pool.submit("a", [&] { order.push_back(2); });
    pool.submit("b", [&both] { both.arrive_and_wait(); });

    pool.join();

    CHECK(order == std::vector{1, 2});
}

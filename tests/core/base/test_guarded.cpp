#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "core/base/guarded.h"

using namespace azen;

TEST_CASE("a guarded value is built from its arguments and reached through the lock")
{
    Guarded<std::string> text{"abc"};

    text.lock()->append("def");

    CHECK(*text.lock() == "abcdef");
}

TEST_CASE("changes made by several threads are not lost")
{
    Guarded<int> counter{0};

    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&counter] {
                for (int n = 0; n < 5000; ++n) {
                    ++*counter.lock();
                }
            });
        }
    }

    CHECK(*counter.lock() == 20'000);
}

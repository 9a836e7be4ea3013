#include <doctest/doctest.h>

#include "core/store/sqlite/unfolded.h"

using azen::sqlite::Unfolded;
using Mark = Unfolded<int>::Mark;

TEST_CASE("what changes twice is on the list once")
{
    Unfolded<int> unfolded;
    Mark mark{};

    mark = unfolded.add(mark, 7);
    mark = unfolded.add(mark, 7);

    CHECK(unfolded.ids() == std::vector{7});
}

TEST_CASE("what changes while a fold goes on is for the next fold")
{
    Unfolded<int> unfolded;
    Mark mark{};
    mark = unfolded.add(mark, 7);

    const auto list = unfolded.take();
    mark = unfolded.add(mark, 7);
    mark = unfolded.written(mark);

    CHECK(list == std::vector{7});
    CHECK(unfolded.ids() == std::vector{7});
    CHECK(mark != Mark::none);
}

TEST_CASE("what was written is on no list until it changes again")
{
    Unfolded<int> unfolded;
    Mark mark{};
    mark = unfolded.add(mark, 7);
    static_cast<void>(unfolded.take());

    mark = unfolded.written(mark);

    CHECK(mark == Mark::none);
    CHECK(unfolded.size() == 0);
    for (int fold = 0; fold < 3; ++fold) {
        mark = unfolded.add(mark, 7);
        CHECK(unfolded.take() == std::vector{7});
        mark = unfolded.written(mark);
    }
}

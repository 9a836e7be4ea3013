#include <doctest/doctest.h>

#include "cli/bulk/rate_note.h"

namespace azen::cli {

using std::chrono::seconds;

TEST_CASE("a note is read from the two fields as azen serve writes them")
{
    CHECK(parse_rate_note(R"("rate";r=59)", R"("rate";q=60;w=60)") ==
          RateNote{.remaining = 59, .quota = 60, .window = seconds{60}});
    CHECK(parse_rate_note(R"("rate";r=0;t=7)", R"("rate";q=60;w=60)") ==
          RateNote{.remaining = 0, .reset = seconds{7}, .quota = 60, .window = seconds{60}});
}

TEST_CASE("of several limits the nearest counts, with its own policy")
{
    CHECK(parse_rate_note(R"("rate";r=59, "quota";r=3)",
                          R"("rate";q=60;w=60, "quota";q=1000;w=86400)") ==
          RateNote{.remaining = 3, .quota = 1000, .window = seconds{86'400}});
    CHECK(parse_rate_note(R"("rate";r=1,"quota";r=3)", "") == RateNote{.remaining = 1});
}

TEST_CASE("space and unknown parameters make no difference")
{
    CHECK(parse_rate_note(" \"a\" ; x=1 ;r = 5; t=2 ", "\"a\";w=10;qu=\"requests\";q=20") ==
          RateNote{.remaining = 5, .reset = seconds{2}, .quota = 20, .window = seconds{10}});
}

TEST_CASE("what is not of the form counts as not said")
{
    for (const char* text : {"",
                             "100",
                             "\"a\"",
                             "\"a\";r=",
                             "\"a\";r=-1",
                             "\"a\";r=1.5",
                             "\"a\";r=99999999999999999999",
                             ";;;,,,===",
                             "\"a\";r=9999999999999"}) {
        CAPTURE(text);
        CHECK(parse_rate_note(text, text) == RateNote{});
    }
}

}  // namespace azen::cli

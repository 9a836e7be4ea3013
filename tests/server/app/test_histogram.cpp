#include <array>

#include <doctest/doctest.h>

#include "server/app/histogram.h"

namespace azen::server {

namespace {

constexpr std::array bounds{0.5, 1.0};

std::string written(const Histogram& histogram, std::string_view labels = {})
{
    std::string out;
    histogram.append(out, "x", labels);
    return out;
}

}  // namespace

TEST_CASE("an empty histogram has all its buckets")
{
    CHECK(written(Histogram{bounds}) ==
          "x_bucket{le=\"0.5\"} 0\n"
          "x_bucket{le=\"1\"} 0\n"
          "x_bucket{le=\"+Inf\"} 0\n"
          "x_sum 0\n"
          "x_count 0\n");
}

TEST_CASE("buckets are cumulative and their bounds inclusive")
{
    Histogram histogram{bounds};

    for (const double value : {0.25, 0.5, 0.75, 8.0}) {
        histogram.observe(value);
    }

    CHECK(written(histogram) ==
          "x_bucket{le=\"0.5\"} 2\n"
          "x_bucket{le=\"1\"} 3\n"
          "x_bucket{le=\"+Inf\"} 4\n"
          "x_sum 9.5\n"
          "x_count 4\n");
}

TEST_CASE("labels go into every sample")
{
    CHECK(written(Histogram{std::span{bounds}.first(1)}, "route=\"/\"") ==
          "x_bucket{route=\"/\",le=\"0.5\"} 0\n"
          "x_bucket{route=\"/\",le=\"+Inf\"} 0\n"
          "x_sum{route=\"/\"} 0\n"
          "x_count{route=\"/\"} 0\n");
}

}  // namespace azen::server

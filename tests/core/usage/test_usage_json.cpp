#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/usage/usage_json.h"
#include "support/sample_keys.h"

namespace azen {

TEST_CASE("thirty days of usage are read as they were told")
{
    UsageSeries series;
    for (std::size_t i = 0; i < usage_days; ++i) {
        series.days.at(i).day = std::chrono::sys_days{std::chrono::days{20'000 + i}};
    }
    series.days.at(29).by_group = {3, 1};
    series.days.at(29).success = 3;
    series.days.at(29).error = 1;
    series.summary = {.success = 3, .error = 1, .memories = 2, .searches = 1};

    const UsageSeries read = test::must(usage_from_json(usage_to_json(series)));

    CHECK(read.days.at(0).day == series.days.at(0).day);
    CHECK(read.days.at(29).day == series.days.at(29).day);
    CHECK(read.days.at(29).by_group == series.days.at(29).by_group);
    CHECK(read.days.at(29).error == 1);
    CHECK(read.summary.memories == 2);
}

TEST_CASE("a usage of another shape is refused")
{
    auto json = usage_to_json({});
    json["series"]["success"].erase(0);

    CHECK(usage_from_json(json).error().kind == ErrorKind::invalid);
    CHECK(usage_from_json(nlohmann::ordered_json::array()).error().kind == ErrorKind::invalid);
}

}  // namespace azen

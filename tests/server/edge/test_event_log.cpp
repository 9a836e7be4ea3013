#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "core/base/time_text.h"
#include "server/edge/event_log.h"
#include "server/edge/log_file.h"

using namespace azen;
using namespace azen::server;
using nlohmann::json;

TEST_CASE("an event is one line of JSON with its time, its level and its fields")
{
    test::LogFile file;
    LogStream stream{file.descriptor()};
    EventLog log{stream};

    log.info("started", {{"listen", "127.0.0.1:1"}, {"ioThreads", 2}});

    REQUIRE(file.lines().size() == 1);
    const json line = json::parse(file.lines().front());
    CHECK(line["event"] == "started");
    CHECK(line["level"] == "info");
    CHECK(line["listen"] == "127.0.0.1:1");
    CHECK(line["ioThreads"] == 2);
    CHECK(parse_timestamp(line["time"].get<std::string>()));
}

TEST_CASE("an event without fields is whole too")
{
    test::LogFile file;
    LogStream stream{file.descriptor()};
    EventLog log{stream};

    log.error("stopped", json::object());

    const json line = json::parse(file.lines().front());
    CHECK(line.size() == 3);
    CHECK(line["level"] == "error");
}

TEST_CASE("what a field holds cannot break the line")
{
    test::LogFile file;
    LogStream stream{file.descriptor()};
    EventLog log{stream};

    log.error("failed", {{"reason", "a \"quote\"\nand {braces} \xFF"}});

    REQUIRE(file.lines().size() == 1);
    CHECK(json::parse(file.lines().front())["reason"].get<std::string>().starts_with(
        "a \"quote\"\nand {braces} "));
}

TEST_CASE("what several threads tell at once is whole lines, each with its time")
{
    constexpr int told_by_each = 200;
    test::LogFile file;
    LogStream stream{file.descriptor()};
    EventLog log{stream};

    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&log] {
                for (int told = 0; told < told_by_each; ++told) {
                    log.info("told", {{"number", told}});
                }
            });
        }
    }

    const auto lines = file.lines();
    CHECK(lines.size() == 4 * told_by_each);
    for (const std::string& text : lines) {
        const json line = json::parse(text);
        CHECK(parse_timestamp(line["time"].get<std::string>()));
    }
}

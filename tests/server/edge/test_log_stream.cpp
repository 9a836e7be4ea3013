#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "server/edge/log_file.h"
#include "server/edge/log_stream.h"

using namespace azen::server;

TEST_CASE("lines of many threads never mix")
{
    azen::test::LogFile file;
    LogStream stream{file.descriptor()};
    {
        std::vector<std::jthread> writers;
        for (const char letter : {'a', 'b', 'c'}) {
            writers.emplace_back([&stream, letter] {
                for (int i = 0; i < 200; ++i) {
                    stream.write(std::string(999, letter) + "\n");
                }
            });
        }
    }

    const auto lines = file.lines();

    REQUIRE(lines.size() == 600);
    for (const std::string& line : lines) {
        CHECK(line == std::string(999, line.front()));
    }
}

TEST_CASE("a stream that cannot be written to loses its lines, not the process")
{
    azen::test::LogFile file;
    LogStream broken{-1};
    LogStream whole{file.descriptor()};

    broken.write("lost\n");
    whole.write("kept\n");

    CHECK(file.lines() == std::vector<std::string>{"kept"});
}

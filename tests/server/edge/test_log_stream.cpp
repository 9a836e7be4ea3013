#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "server/edge/log_file.h"
#include "server/edge/log_stream.h"
#include "support/content.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen::server;
using azen::test::content_of;

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

TEST_CASE("a file that was moved away is opened anew, and each line is in one of the two")
{
    const azen::test::TempDir directory;
    const std::string file = (directory / "log").string();
    LogStream stream{-1};
    azen::test::must(stream.open(file));
    stream.write("one\n");
    std::filesystem::rename(file, file + ".1");
    stream.write("two\n");

    azen::test::must(stream.open(file));
    stream.write("three\n");

    CHECK(content_of(file + ".1") == "one\ntwo\n");
    CHECK(content_of(file) == "three\n");
    CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms{0600});
}

TEST_CASE("a file that cannot be opened leaves the lines where they went")
{
    const azen::test::TempDir directory;
    azen::test::LogFile file;
    LogStream stream{file.descriptor()};

    const auto opened = stream.open((directory / "none" / "log").string());
    stream.write("kept\n");

    CHECK(opened.error().kind == azen::ErrorKind::invalid);
    CHECK(file.lines() == std::vector<std::string>{"kept"});
}

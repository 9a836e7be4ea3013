#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>

#include <doctest/doctest.h>

#include "cli/process.h"
#include "cli/secret_sink.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/parsing.h"
#include "core/base/unique_fd.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;
using test::Console;
using test::contains;

ApiKey sample()
{
    ApiKey key;
    key.id = "the-id";
    key.name = "ci";
    return key;
}

/// Opens the sink and hands "az_secret" over to it.
Result<void> deliver(const SinkChoice& choice)
{
    Console console;
    return console.with_context([&choice](Context& context) -> Result<void> {
        const auto sink = TRY(open_secret_sink(choice, context));
        return sink->deliver(Secret{"az_secret"}, sample());
    });
}

Result<SinkChoice> parse(const test::Words& options)
{
    test::Words words{"ci"};
    words.insert(words.end(), options.begin(), options.end());
    return test::parse_as<parse_sink_choice>("keys create", words);
}

SinkChoice command(const std::string& text)
{
    return {.file = {}, .descriptor = {}, .command = text};
}

}  // namespace

TEST_CASE("with nothing said a secret goes to the results, on a line of its own")
{
    Console console;

    const bool delivered = console.with_context([](Context& context) {
        const auto sink = open_secret_sink({}, context);
        return (*sink)->deliver(Secret{"az_secret"}, sample()).has_value();
    });

    CHECK(delivered);
    CHECK(console.out() == "az_secret\n");
}

TEST_CASE("results that cannot be written have taken no secret")
{
    Console console;

    const auto delivered = console.with_context([](Context& context) {
        context.out.setstate(std::ios::badbit);
        const auto sink = open_secret_sink({}, context);
        return (*sink)->deliver(Secret{"az_secret"}, sample());
    });

    CHECK(delivered.error().kind == ErrorKind::internal);
}

TEST_CASE("a file is made or replaced as a whole, for its owner alone")
{
    const test::TempDir directory;
    const fs::path file = directory / "ci.key";

    REQUIRE(deliver({.file = file, .descriptor = {}, .command = {}}).has_value());
    REQUIRE(deliver({.file = file, .descriptor = {}, .command = {}}).has_value());

    struct stat status = {};
    REQUIRE(stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    CHECK(test::read_file(file) == "az_secret\n");
    CHECK(std::distance(fs::directory_iterator{directory.path()}, {}) == 1);
}

TEST_CASE("a file that cannot be made is found out beforehand, and nothing is made")
{
    const test::TempDir directory;
    fs::create_symlink("elsewhere", directory / "link");

    for (const fs::path& file :
         {directory / "absent/ci.key", directory.path(), directory / "link"}) {
        CAPTURE(file);
        CHECK(open_file_sink(file).error().kind == ErrorKind::invalid);
    }
    CHECK_FALSE(fs::exists(directory / "absent"));
}

TEST_CASE("a descriptor that is open takes a secret; the caller's stays open")
{
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    const UniqueFd reading{ends[0]};
    const UniqueFd writing{ends[1]};

    REQUIRE(deliver({.file = {}, .descriptor = writing.get(), .command = {}}).has_value());

    std::array<char, 64> buffer{};
    REQUIRE(read(reading.get(), buffer.data(), buffer.size()) == 10);
    CHECK(std::string{buffer.data()} == "az_secret\n");
    CHECK(fcntl(writing.get(), F_GETFD) >= 0);
}

TEST_CASE("a descriptor that is closed, or open for reading, is found out beforehand")
{
    const UniqueFd reading{open("/dev/null", O_RDONLY | O_CLOEXEC)};
    const UniqueFd free{fcntl(reading.get(), F_DUPFD_CLOEXEC, 100)};
    const int closed = free.get() + 1;

    CHECK(deliver({.file = {}, .descriptor = reading.get(), .command = {}}).error().kind ==
          ErrorKind::invalid);
    CHECK(deliver({.file = {}, .descriptor = closed, .command = {}}).error().kind ==
          ErrorKind::invalid);
}

TEST_CASE("a descriptor whose reader is gone, or that is full, has taken no secret")
{
    report_broken_pipes();
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
    close(ends[0]);
    const UniqueFd broken{ends[1]};
    const UniqueFd full{open("/dev/full", O_WRONLY | O_CLOEXEC)};

    for (const int number : {broken.get(), full.get()}) {
        const auto delivered = deliver({.file = {}, .descriptor = number, .command = {}});
        REQUIRE_FALSE(delivered.has_value());
        CHECK(delivered.error().kind == ErrorKind::internal);
    }
}

TEST_CASE("a command gets the secret without a line end, and whose it is in its environment")
{
    const test::TempDir directory;
    const std::string file = (directory / "got").string();

    REQUIRE(
        deliver(command("{ cat; echo \" $AZEN_KEY_NAME $AZEN_KEY_ID\"; } > " + file)).has_value());

    CHECK(test::read_file(file) == "az_secret ci the-id\n");
}

TEST_CASE("a command that fails, is killed, or does not read has taken no secret")
{
    for (const auto& [text, why] : {std::pair{"cat > /dev/null; exit 3", "exit status 3"},
                                    {"cat > /dev/null; kill -9 $$", "signal 9"},
                                    {"no-such-command", "exit status 127"},
                                    {"true", "did not read"}}) {
        CAPTURE(text);
        const auto delivered = deliver(command(text));
        REQUIRE_FALSE(delivered.has_value());
        CHECK(delivered.error().kind == ErrorKind::internal);
        CHECK(contains(delivered.error().message, why));
    }
}

TEST_CASE("Ctrl-C while a command runs is the command's business")
{
    const auto delivered = deliver(command("cat > /dev/null; kill -INT $PPID; exit 4"));

    CHECK(contains(delivered.error().message, "exit status 4"));
}

TEST_CASE("there is one place for a secret, and it has a name")
{
    CHECK(parse({"--to-file", "a"})->file == fs::path{"a"});
    CHECK(parse({"--to-fd", "3"})->descriptor == 3);
    CHECK(parse({"--deliver", "cat"})->command == "cat");
    for (const test::Words& words : {test::Words{"--to-file", ""},
                                     {"--to-fd", "0"},
                                     {"--to-fd", "x"},
                                     {"--deliver", ""},
                                     {"--to-file", "a", "--to-fd", "3"},
                                     {"--to-fd", "3", "--deliver", "cat"},
                                     {"--deliver", "cat", "--to-file", "a"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

}  // namespace azen::cli

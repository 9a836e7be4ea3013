#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/private_file.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;

unsigned mode_of(const fs::path& path)
{
    struct stat status = {};
    return stat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

}  // namespace

TEST_CASE("what is written privately is its owner's alone, whatever the umask")
{
    const test::TempDir directory;
    const mode_t before = umask(0);

    const bool written = write_private_file(directory / "a/b/file", "text").has_value();
    umask(before);

    REQUIRE(written);
    CHECK(mode_of(directory / "a/b/file") == 0600U);
    CHECK(mode_of(directory / "a/b") == 0700U);
    CHECK(mode_of(directory / "a") == 0700U);
    CHECK(read_private_file(directory / "a/b/file", 10).value() == "text");
}

TEST_CASE("a file is replaced whole, with its mode, and nothing is left beside it")
{
    const test::TempDir directory;
    std::ofstream{directory / "file"} << "something longer than before";
    fs::permissions(directory / "file", fs::perms{0644});

    REQUIRE(write_private_file(directory / "file", "new").has_value());

    CHECK(read_private_file(directory / "file", 10).value() == "new");
    CHECK(mode_of(directory / "file") == 0600U);
    CHECK(std::distance(fs::directory_iterator{directory.path()}, {}) == 1);
}

TEST_CASE("a file that cannot be written is told of, and leaves nothing behind")
{
    const test::TempDir directory;
    fs::create_directory(directory / "taken");

    CHECK(write_private_file(directory / "taken", "text").error().kind == ErrorKind::store);
    CHECK(write_private_file("/proc/no/such", "text").error().kind == ErrorKind::store);
    CHECK(std::distance(fs::directory_iterator{directory.path()}, {}) == 1);
}

TEST_CASE("files that are exposed, irregular or too long are not read")
{
    const test::TempDir directory;
    REQUIRE(write_private_file(directory / "file", "text").has_value());

    CHECK_FALSE(read_private_file(directory / "absent", 10).value().has_value());
    CHECK(read_private_file(directory / "file", 3).error().kind == ErrorKind::invalid);
    CHECK(read_private_file(directory.path(), 3).error().kind == ErrorKind::invalid);
    fs::permissions(directory / "file", fs::perms{0640});
    CHECK(read_private_file(directory / "file", 10).error().kind == ErrorKind::invalid);
}

TEST_CASE("a pipe in a file's place holds nobody up")
{
    const test::TempDir directory;
    REQUIRE(mkfifo((directory / "pipe").c_str(), 0600) == 0);

    CHECK(read_private_file(directory / "pipe", 10).error().kind == ErrorKind::invalid);
    CHECK(file_state(directory / "pipe") == FileState::irregular);
}

TEST_CASE("the state of a file is told without reading it")
{
    const test::TempDir directory;
    REQUIRE(write_private_file(directory / "file", "text").has_value());

    CHECK(file_state(directory / "absent") == FileState::absent);
    CHECK(file_state(directory.path()) == FileState::irregular);
    CHECK(file_state(directory / "file") == FileState::closed);
    fs::permissions(directory / "file", fs::perms{0604});
    CHECK(file_state(directory / "file") == FileState::exposed);
    CHECK(describe(FileState::exposed) == "open to other users");
}

}  // namespace azen::cli

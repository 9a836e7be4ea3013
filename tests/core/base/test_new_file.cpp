#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "core/base/new_file.h"
#include "support/content.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

namespace azen {
namespace {

namespace fs = std::filesystem;
using test::content_of;
using test::must;

std::ptrdiff_t files_in(const test::TempDir& directory)
{
    return std::distance(fs::directory_iterator{directory.path()}, {});
}

}  // namespace

TEST_CASE("a new file has its name only when it is whole, and is its owner's alone")
{
    const test::TempDir directory;
    const mode_t before = umask(0);
    NewFile file = must(NewFile::create(directory / "file"));
    umask(before);

    must(file.write("text"));
    CHECK_FALSE(fs::exists(directory / "file"));
    must(file.publish(Existing::keep));

    CHECK(content_of(directory / "file") == "text");
    CHECK((fs::status(directory / "file").permissions() & fs::perms::mask) ==
          (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(files_in(directory) == 1);
}

TEST_CASE("a file that is to be kept is kept, and one that is to be replaced is replaced whole")
{
    const test::TempDir directory;
    std::ofstream{directory / "file"} << "something longer";

    {
        NewFile file = must(NewFile::create(directory / "file"));
        must(file.write("new"));
        CHECK(file.publish(Existing::keep).error().kind == ErrorKind::conflict);
        CHECK(content_of(directory / "file") == "something longer");
        must(file.publish(Existing::replace));
    }

    CHECK(content_of(directory / "file") == "new");
    CHECK(files_in(directory) == 1);
}

TEST_CASE("what is not published is gone")
{
    const test::TempDir directory;
    {
        NewFile file = must(NewFile::create(directory / "file"));
        NewFile moved = std::move(file);
        must(moved.write("text"));
        CHECK(files_in(directory) == 1);
    }

    CHECK(files_in(directory) == 0);
}

TEST_CASE("a directory that is not there does not take a file")
{
    const test::TempDir directory;

    const auto file = NewFile::create(directory / "absent" / "file");

    REQUIRE_FALSE(file.has_value());
    CHECK(file.error().kind == ErrorKind::store);
    CHECK(file.error().message.find("absent") != std::string::npos);
}

TEST_CASE("what a dead process left of a file goes with the next one, and nothing else does")
{
    const test::TempDir directory;
    const fs::path left = directory / "file.unfinished-abcdef";
    std::ofstream{left} << "half a secret";
    std::ofstream{directory / "file.backup"} << "not ours";
    const NewFile of_living = must(NewFile::create(directory / "file"));
    CHECK_FALSE(fs::exists(left));

    NewFile file = must(NewFile::create(directory / "file"));
    must(file.publish(Existing::keep));

    CHECK(fs::exists(of_living.unfinished()));
    CHECK(fs::exists(directory / "file.backup"));
    CHECK(files_in(directory) == 3);
}

}  // namespace azen

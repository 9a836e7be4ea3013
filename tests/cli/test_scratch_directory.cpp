#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/scratch_directory.h"

namespace azen::cli {

TEST_CASE("a scratch directory is its owner's alone, and goes with all that is in it")
{
    std::filesystem::path path;
    {
        const auto scratch = ScratchDirectory::create();
        REQUIRE(scratch.has_value());
        path = (*scratch)->path();
        std::ofstream{path / "file"} << "x";

        struct stat status = {};
        REQUIRE(stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 0777U) == 0700U);
    }

    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("two scratch directories are two")
{
    const auto one = ScratchDirectory::create();
    const auto other = ScratchDirectory::create();

    CHECK((*one)->path() != (*other)->path());
}

}  // namespace azen::cli

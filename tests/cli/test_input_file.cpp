#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "cli/input_file.h"
#include "support/temp_dir.h"

namespace azen::cli {

TEST_CASE("a file is opened, and one that is absent, or a directory, is told apart")
{
    const test::TempDir directory;
    std::ofstream{directory / "lines"} << "one\n";

    auto opened = open_input_file(directory / "lines");
    const auto absent = open_input_file(directory / "absent");
    const auto whole_directory = open_input_file(directory.path());

    REQUIRE(opened.has_value());
    std::string line;
    std::getline(*opened, line);
    CHECK(line == "one");
    CHECK(absent.error().kind == ErrorKind::not_found);
    CHECK(whole_directory.error().kind == ErrorKind::invalid);
    CHECK(whole_directory.error().message.ends_with("is a directory"));
}

}  // namespace azen::cli

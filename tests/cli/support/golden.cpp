#include "cli/support/golden.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

namespace azen::test {

std::filesystem::path in_project(const std::filesystem::path& file)
{
    return std::filesystem::path{AZEN_PROJECT_DIR} / file;
}

std::string read_file(const std::filesystem::path& file)
{
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}

void check_golden(const std::filesystem::path& file, const std::string& actual)
{
    const std::filesystem::path path = in_project(file);
    if (std::getenv("AZEN_ACCEPT") != nullptr) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << actual;
    }
    INFO("golden file: " << file.string() << "; AZEN_ACCEPT=1 rewrites it");
    CHECK(read_file(path) == actual);
}

}  // namespace azen::test

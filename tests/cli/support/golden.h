#pragma once

#include <filesystem>
#include <string>

namespace azen::test {

/// Checks that `actual` is what `file` (relative to the project) holds. With AZEN_ACCEPT=1 in the
/// environment the file is written instead: look at the difference before it is committed.
void check_golden(const std::filesystem::path& file, const std::string& actual);

/// The whole of a file; empty when it cannot be read.
std::string read_file(const std::filesystem::path& file);

/// A path of the project.
std::filesystem::path in_project(const std::filesystem::path& file);

}  // namespace azen::test

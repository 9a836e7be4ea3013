#pragma once

#include <filesystem>
#include <istream>
#include <span>
#include <string>

#include "cli/scan/scan_report.h"
#include "core/base/result.h"

namespace azen::cli {

/// Looks through a file, or through all files below a directory, in the order of their names. Left
/// out are binary files (a zero byte in the first 8000), symbolic links and whatever else is no
/// file, directories of version control (.git, .hg, .svn), and what `excluded` names: shell
/// patterns, for a whole path or its last part. What cannot be read is noted in `report`.
void scan_path(const std::filesystem::path& path,
               std::span<const std::string> excluded,
               ScanReport& report);

/// Looks through a stream, which is called `name`.
void scan_stream(std::istream& in, const std::string& name, ScanReport& report);

/// Looks through the lines that are staged to be committed, in the git repository of the current
/// directory; files are named from its root. ErrorKind::invalid when git cannot tell,
/// ::not_found when there is no git.
Result<void> scan_staged(ScanReport& report);

}  // namespace azen::cli

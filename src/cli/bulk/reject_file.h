#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "cli/bulk/import_record.h"
#include "cli/bulk/line_reader.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen::cli {

/// The lines that an import could not use, each as a JSON object that says why: mended, the file
/// can be imported. Made when the first line comes. One thread.
class RejectFile {
public:
    /// The file as it was when it had `bytes`: what an earlier, killed import added behind that is
    /// cut off, since those lines will be tried again.
    RejectFile(std::filesystem::path file, std::int64_t bytes)
        : file_{std::move(file)}, bytes_{bytes}
    {}

    /// Appends a line; the members of a JSON object stay, with "line" and "error" added. Any other
    /// text is in "text". ErrorKind::store when the file cannot be written.
    Result<void> add(const LineReader::Line& line, std::string_view reason);

    std::int64_t bytes() const { return bytes_; }

private:
    Result<void> open();

    std::filesystem::path file_;
    std::int64_t bytes_;
    UniqueFd descriptor_;
};

}  // namespace azen::cli

#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"

namespace azen::cli {

/// A directory of mode 0700 that is gone, with all that is in it, when this is.
class ScratchDirectory {
public:
    /// Under $TMPDIR or /tmp. ErrorKind::store when none can be made there.
    static Result<std::unique_ptr<ScratchDirectory>> create();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    explicit ScratchDirectory(std::filesystem::path path) : path_{std::move(path)} {}

    std::filesystem::path path_;
};

}  // namespace azen::cli

#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <filesystem>

namespace azen {

/// Which file a name leads to; all zeros for none.
struct FileIdentity {
    dev_t device = 0;
    ino_t number = 0;

    bool operator==(const FileIdentity&) const = default;
};

inline FileIdentity identity_of(const std::filesystem::path& name)
{
    struct stat status{};
    return ::stat(name.c_str(), &status) == 0
               ? FileIdentity{.device = status.st_dev, .number = status.st_ino}
               : FileIdentity{};
}

}  // namespace azen

#include "core/store/sqlite/store_place.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "core/base/new_file.h"
#include "core/base/unique_fd.h"

namespace azen::sqlite {

Result<void> make_place(const std::filesystem::path& file)
{
    std::error_code error;
    const auto directory = file.parent_path();
    if (!directory.empty() && !std::filesystem::exists(directory, error)) {
        std::filesystem::create_directories(directory, error);
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    }
    const bool is_new = !std::filesystem::exists(file, error);
    const UniqueFd made{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!made) {
        return fail(ErrorKind::store,
                    fmt::format("cannot open the store {}: {}",
                                file.string(),
                                std::generic_category().message(errno)),
                    "check the permissions of the file and of its directory");
    }
    if (is_new) {
        keep_owner(made, directory.empty() ? "." : directory);
    }
    return {};
}

}  // namespace azen::sqlite

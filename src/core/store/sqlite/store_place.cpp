#include "core/store/sqlite/store_place.h"

#include <system_error>

#include "core/base/new_file.h"
#include "core/store/store_lock.h"

namespace azen::sqlite {

Result<void> make_place(const std::filesystem::path& file)
{
    std::error_code error;
    const auto directory = file.parent_path();
    if (!directory.empty() && !std::filesystem::exists(directory, error)) {
        std::filesystem::create_directories(directory, error);
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    }
    // Where the store is elsewhere, which its name is a link to, it must be there already.
    if (!open_or_make(real_name(file), directory.empty() ? "." : directory)) {
        return fail_with_errno(ErrorKind::store, "open the store", file);
    }
    return {};
}

}  // namespace azen::sqlite

#include "core/store/sqlite/file_watch.h"

#include <fmt/core.h>
#include <sys/stat.h>

#include <utility>

#include "core/store/sqlite/write_ahead_log.h"

namespace azen::sqlite {

FileWatch::FileWatch(const std::filesystem::path& file)
    : files_{look_at(file), look_at(file.string() + "-wal")}
{}

FileWatch::Watched FileWatch::look_at(std::filesystem::path name)
{
    struct stat status{};
    if (::stat(name.c_str(), &status) != 0) {
        return {.name = std::move(name)};
    }
    return {.name = std::move(name), .device = status.st_dev, .number = status.st_ino};
}

Result<void> FileWatch::check() const
{
    for (const Watched& opened : files_) {
        const Watched present = look_at(opened.name);
        if (present.device != opened.device || present.number != opened.number) {
            return fail(ErrorKind::store,
                        fmt::format("{} was replaced or removed while the store was open",
                                    opened.name.string()),
                        "put the right file there, and start azen again");
        }
    }
    return check_log(files_.front().name.string());
}

bool FileWatch::has_other_log() const
{
    const Watched& opened = files_.back();
    const Watched present = look_at(opened.name);
    const bool is_there = present.number != 0;
    return is_there && (present.device != opened.device || present.number != opened.number);
}

}  // namespace azen::sqlite

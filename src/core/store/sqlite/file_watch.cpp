#include "core/store/sqlite/file_watch.h"

#include <fmt/core.h>

#include <utility>

#include "core/store/sqlite/write_ahead_log.h"

namespace azen::sqlite {

FileWatch::FileWatch(const std::filesystem::path& file)
    : file_{watch(file)}, log_{watch(file.string() + "-wal")}
{}

FileWatch::Watched FileWatch::watch(std::filesystem::path name)
{
    const FileIdentity opened = identity_of(name);
    return {.name = std::move(name), .opened = opened};
}

Result<void> FileWatch::check() const
{
    for (const Watched* watched : {&file_, &log_}) {
        if (identity_of(watched->name) != watched->opened) {
            return fail(ErrorKind::store,
                        fmt::format("{} was replaced or removed while the store was open",
                                    watched->name.string()),
                        "put the right file there, and start azen again");
        }
    }
    return check_log(file_.name.string());
}

bool FileWatch::has_other_log() const
{
    const FileIdentity present = identity_of(log_.name);
    return present != FileIdentity{} && present != log_.opened;
}

}  // namespace azen::sqlite

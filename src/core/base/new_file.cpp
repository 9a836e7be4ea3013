#include "core/base/new_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkostemp is POSIX, not in <cstdlib>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace azen {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view mark = ".unfinished-";

fs::path directory_of(const fs::path& file)
{
    return file.has_parent_path() ? file.parent_path() : fs::path{"."};
}

// Whoever makes a file holds a lock on it, which ends with the process.
void remove_if_abandoned(const fs::path& unfinished)
{
    const UniqueFd opened{::open(unfinished.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
    if (opened && ::flock(opened.get(), LOCK_EX | LOCK_NB) == 0) {
        ::unlink(unfinished.c_str());
    }
}

void remove_abandoned(const fs::path& file)
{
    const std::string prefix = file.filename().string().append(mark);
    std::error_code error;
    fs::directory_iterator entry{directory_of(file), error};
    for (; !error && entry != fs::directory_iterator{}; entry.increment(error)) {
        if (entry->path().filename().string().starts_with(prefix)) {
            remove_if_abandoned(entry->path());
        }
    }
}

}  // namespace

// mkostemp gives it a name that nothing has.
Result<NewFile> NewFile::create(fs::path file)
{
    remove_abandoned(file);
    std::string unfinished = file.string().append(mark).append("XXXXXX");
    UniqueFd descriptor{::mkostemp(unfinished.data(), O_CLOEXEC)};
    // The umask may have taken bits away: the mode is set, not only asked for.
    if (!descriptor || ::fchmod(descriptor.get(), S_IRUSR | S_IWUSR) != 0) {
        return fail_with_errno(ErrorKind::store, "write", file);
    }
    ::flock(descriptor.get(), LOCK_EX | LOCK_NB);
    keep_owner(descriptor, file);
    return NewFile{std::move(file), std::move(unfinished), std::move(descriptor)};
}

NewFile::NewFile(fs::path file, fs::path unfinished, UniqueFd descriptor)
    : file_{std::move(file)}, unfinished_{std::move(unfinished)}, descriptor_{std::move(descriptor)}
{}

NewFile::NewFile(NewFile&& other) noexcept
    : file_{std::move(other.file_)},
      unfinished_{std::exchange(other.unfinished_, {})},
      descriptor_{std::move(other.descriptor_)}
{}

NewFile::~NewFile()
{
    if (!unfinished_.empty()) {
        ::unlink(unfinished_.c_str());
    }
}

Result<void> NewFile::write(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor_.get(), text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return fail_with_errno(ErrorKind::store, "write", file_);
        }
        text.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return {};
}

// rename() replaces a file whole or not at all; link() fails where there is one.
Result<void> NewFile::publish(Existing existing)
{
    if (::fsync(descriptor_.get()) != 0) {
        return fail_with_errno(ErrorKind::store, "write", file_);
    }
    if (existing == Existing::replace) {
        if (std::rename(unfinished_.c_str(), file_.c_str()) != 0) {
            return fail_with_errno(ErrorKind::store, "replace", file_);
        }
    } else {
        if (::link(unfinished_.c_str(), file_.c_str()) != 0) {
            const ErrorKind kind = errno == EEXIST ? ErrorKind::conflict : ErrorKind::store;
            return fail_with_errno(kind, "make", file_);
        }
        ::unlink(unfinished_.c_str());
    }
    unfinished_.clear();
    return sync_directory_of(file_);
}

void keep_owner(const UniqueFd& made, const fs::path& file)
{
    struct stat before = {};
    const fs::path directory = directory_of(file);
    if (::geteuid() == 0 &&
        (::stat(file.c_str(), &before) == 0 || ::stat(directory.c_str(), &before) == 0)) {
        [[maybe_unused]] const int changed = ::fchown(made.get(), before.st_uid, before.st_gid);
    }
}

UniqueFd open_or_make(const fs::path& file, const fs::path& like)
{
    constexpr int flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;
    UniqueFd made{::open(file.c_str(), flags | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR)};
    if (made) {
        keep_owner(made, like);
        return made;
    }
    return errno == EEXIST ? UniqueFd{::open(file.c_str(), flags)} : UniqueFd{};
}

Result<void> sync_directory_of(const fs::path& file)
{
    const fs::path directory = directory_of(file);
    const UniqueFd opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened || ::fsync(opened.get()) != 0) {
        return fail_with_errno(ErrorKind::store, "store the directory", directory);
    }
    return {};
}

tl::unexpected<Error> fail_with_errno(ErrorKind kind, std::string_view what, const fs::path& file)
{
    const std::error_code reason{errno, std::generic_category()};
    std::string_view hint = "check the path, its permissions and the space on the disk";
    if (kind == ErrorKind::conflict) {
        hint = "move it away, or name another file";
    } else if (reason == std::errc::too_many_files_open ||
               reason == std::errc::too_many_files_open_in_system) {
        hint = "let it open more files: ulimit -n";
    }
    return fail(kind,
                fmt::format("cannot {} {}: {}", what, file.string(), reason.message()),
                std::string{hint});
}

}  // namespace azen

#include "cli/private_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/base/new_file.h"
#include "core/base/unique_fd.h"

namespace azen::cli {
namespace {

namespace fs = std::filesystem;

FileState state_of(const struct stat& status)
{
    if (!S_ISREG(status.st_mode)) {
        return FileState::irregular;
    }
    const bool exposed = (status.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    return exposed ? FileState::exposed : FileState::closed;
}

Result<void> check_state(FileState state, const fs::path& file)
{
    if (state == FileState::closed) {
        return {};
    }
    return fail(ErrorKind::invalid,
                fmt::format("{} is {}", file.string(), describe(state)),
                state == FileState::exposed ? fmt::format("run: chmod 600 {}", file.string())
                                            : "name a file");
}

Result<std::string> read_all(int descriptor, const fs::path& file, std::size_t max_bytes)
{
    std::string text(max_bytes + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const ssize_t count = ::read(descriptor, text.data() + length, text.size() - length);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return fail_with_errno(ErrorKind::invalid, "read", file);
        }
        length += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
    if (length > max_bytes) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} is longer than {} bytes", file.string(), max_bytes),
                    "name another file");
    }
    text.resize(length);
    return text;
}

}  // namespace

FileState file_state(const fs::path& file)
{
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0) {
        return errno == ENOENT || errno == ENOTDIR ? FileState::absent : FileState::irregular;
    }
    return state_of(status);
}

std::string_view describe(FileState state)
{
    switch (state) {
        case FileState::absent: return "missing";
        case FileState::irregular: return "not a file that can be read";
        case FileState::exposed: return "open to other users";
        case FileState::closed: return "its owner's alone";
    }
    return {};
}

Result<void> check_private_file(const fs::path& file)
{
    const FileState state = file_state(file);
    return state == FileState::absent ? Result<void>{} : check_state(state, file);
}

Result<std::optional<std::string>> read_private_file(const fs::path& file, std::size_t max_bytes)
{
    // Without O_NONBLOCK, a FIFO in the file's place would hold us up for ever.
    const UniqueFd opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!opened) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        return fail_with_errno(ErrorKind::invalid, "open", file);
    }
    struct stat status = {};
    if (::fstat(opened.get(), &status) != 0) {
        return fail_with_errno(ErrorKind::invalid, "look at", file);
    }
    TRY(check_state(state_of(status), file));
    std::string text = TRY(read_all(opened.get(), file, max_bytes));
    return std::optional<std::string>{std::move(text)};
}

// Only what is made here is given a mode: a directory of the user's own is left as it is.
Result<void> make_private_directory(const fs::path& directory)
{
    std::error_code error;
    if (directory.empty() || fs::exists(directory, error)) {
        return {};
    }
    TRY(make_private_directory(directory.parent_path()));
    if (::mkdir(directory.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return fail_with_errno(ErrorKind::store, "make the directory", directory);
    }
    return {};
}

Result<void> write_private_file(const fs::path& file, std::string_view text)
{
    TRY(make_private_directory(file.parent_path()));
    NewFile written = TRY(NewFile::create(file));
    TRY(written.write(text));
    return written.publish(Existing::replace);
}

}  // namespace azen::cli

#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace azen {

/// What is to happen to a file that has the name already.
enum class Existing { keep, replace };

/// A file in the making, of mode 0600, for keep_owner()'s owner. Until it is whole it has another
/// name in the same directory, FILE.unfinished-XXXXXX: nobody ever sees half of it, also after a
/// crash. Gone with this unless it was published; what a process leaves that dies meanwhile goes
/// when the next one makes FILE.
class NewFile {
public:
    /// ErrorKind::store when the directory does not take it.
    static Result<NewFile> create(std::filesystem::path file);

    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile();

    /// The other name, for a library that wants to write the file itself.
    const std::filesystem::path& unfinished() const { return unfinished_; }

    Result<void> write(std::string_view text);

    /// Gives it its name; both are on the disk then. ErrorKind::conflict when there is a file of
    /// that name which is to be kept.
    Result<void> publish(Existing existing);

private:
    NewFile(std::filesystem::path file, std::filesystem::path unfinished, UniqueFd descriptor);

    std::filesystem::path file_;
    std::filesystem::path unfinished_;  // empty: it has its name
    UniqueFd descriptor_;
};

/// What root makes in somebody's directory is theirs, as what it makes anew of their file is: a
/// service could not use it otherwise. `file` may be there already, under the same name. For others
/// than root nothing happens.
void keep_owner(const UniqueFd& made, const std::filesystem::path& file);

/// Opens a file to read and write it, or makes an empty one, of mode 0600, for the owner of `like`.
/// Follows no symbolic link: whoever may make one in a service's directory must not lead root to a
/// file of his choice. None, with errno set, when the file can neither be opened nor made.
UniqueFd open_or_make(const std::filesystem::path& file, const std::filesystem::path& like);

/// Brings the names in a directory to the disk: after a file was made, renamed or removed in it.
Result<void> sync_directory_of(const std::filesystem::path& file);

/// "cannot WHAT FILE: REASON". Reads errno: call it right after what failed.
tl::unexpected<Error> fail_with_errno(ErrorKind kind,
                                      std::string_view what,
                                      const std::filesystem::path& file);

}  // namespace azen

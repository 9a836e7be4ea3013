#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

/// Files that are nobody's business but their owner's.
namespace azen::cli {

/// How a file stands that should be its owner's alone.
enum class FileState {
    absent,
    irregular,  // a directory, a device, or not to be looked at
    exposed,    // others than its owner may read or write it
    closed,     // mode 0600 or less
};

FileState file_state(const std::filesystem::path& file);

/// What a state means, for people: "open to other users".
std::string_view describe(FileState state);

/// ErrorKind::invalid, with what to do about it, for any FileState but `closed` and `absent`.
Result<void> check_private_file(const std::filesystem::path& file);

/// What is in a file that only its owner can read, at most `max_bytes` of it; nullopt when there is
/// no such file. ErrorKind::invalid for any other FileState than `closed`, with what to do about
/// it, and for a longer file; a file that cannot be read is ErrorKind::invalid too.
Result<std::optional<std::string>> read_private_file(const std::filesystem::path& file,
                                                     std::size_t max_bytes);

/// Makes a directory, and those above it that are absent, with mode 0700. One that is there is left
/// as it is. ErrorKind::store when it cannot be had.
Result<void> make_private_directory(const std::filesystem::path& directory);

/// Makes or replaces a file, of mode 0600, in a directory that is made with mode 0700 when it is
/// absent. Nobody ever sees half of it, also after a crash. ErrorKind::store when it cannot be had.
Result<void> write_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace azen::cli

#include "cli/input_file.h"

#include <fmt/core.h>

#include <cerrno>
#include <system_error>

namespace azen::cli {

Result<std::ifstream> open_input_file(const std::filesystem::path& file)
{
    std::error_code unknown;  // what cannot be looked at, opening tells
    if (std::filesystem::is_directory(file, unknown)) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} is a directory", file.string()),
                    "name a file in it");
    }
    std::ifstream stream{file, std::ios::binary};
    if (stream) {
        return stream;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        return fail(ErrorKind::not_found,
                    fmt::format("there is no file {}", file.string()),
                    "check the path; - reads standard input");
    }
    return fail(
        ErrorKind::invalid,
        fmt::format("cannot read {}: {}", file.string(), std::generic_category().message(errno)),
        "check its permissions");
}

}  // namespace azen::cli

#include "cli/bulk/import_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "core/base/codec.h"
#include "core/base/crypto.h"

namespace azen::cli {
namespace {

constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

tl::unexpected<Error> cannot_read(const std::filesystem::path& file)
{
    return fail(ErrorKind::invalid,
                fmt::format("cannot read {}", file.string()),
                "check the path and its permissions; - reads standard input");
}

}  // namespace

// A chain over pieces, each hashed with the hash of all before it: a file need not fit the memory.
Result<ImportSource> look_at(std::istream& lines, const std::filesystem::path& file)
{
    ImportSource source;
    std::string piece(piece_bytes, '\0');
    std::string digest;
    if (!lines) {
        return cannot_read(file);
    }
    while (lines.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
           lines.gcount() > 0) {
        const std::string_view read{piece.data(), static_cast<std::size_t>(lines.gcount())};
        source.lines += std::ranges::count(read, '\n');
        digest += read;
        digest = format_base64url(sha256(as_byte_span(digest)));
    }
    const bool failed = lines.bad();
    lines.clear();
    lines.seekg(0);
    if (failed || !lines) {
        return cannot_read(file);
    }
    source.fingerprint = digest.empty() ? "empty" : digest;
    return source;
}

}  // namespace azen::cli

#include "cli/bulk/reject_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <nlohmann/json.hpp>

#include "core/base/json_depth.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// Reads errno: call it right after what failed.
tl::unexpected<Error> cannot_write(const std::filesystem::path& file)
{
    const std::error_code reason{errno, std::generic_category()};
    return fail(ErrorKind::invalid,
                fmt::format("cannot write {}: {}", file.string(), reason.message()),
                "name another file with --rejects");
}

// What is no UTF-8 comes out with U+FFFD in it; the line's number leads back to the bytes.
std::string json_line(const LineReader::Line& line, std::string_view reason)
{
    Json json = is_nested_too_deep(line.text) ? Json() : Json::parse(line.text, nullptr, false);
    if (!json.is_object()) {
        json = Json{{"text", line.text}};
    }
    json["line"] = line.number;
    json["error"] = reason;
    return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

// Its lines are the user's data: nobody else's business.
Result<void> RejectFile::open()
{
    descriptor_ = UniqueFd{
        ::open(file_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)};
    if (!descriptor_ || ::ftruncate(descriptor_.get(), bytes_) != 0) {
        return cannot_write(file_);
    }
    return {};
}

Result<void> RejectFile::add(const LineReader::Line& line, std::string_view reason)
{
    if (!descriptor_) {
        TRY(open());
    }
    const std::string text = json_line(line, reason);
    if (::write(descriptor_.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        return cannot_write(file_);
    }
    bytes_ += static_cast<std::int64_t>(text.size());
    return {};
}

}  // namespace azen::cli

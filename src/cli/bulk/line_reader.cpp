#include "cli/bulk/line_reader.h"

#include <string_view>

namespace azen::cli {
namespace {

// Some editors begin UTF-8 with it; it means nothing.
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

// Through the buffer, because getline() would read a line of any length.
std::optional<LineReader::Line> LineReader::next()
{
    using Traits = std::istream::traits_type;
    std::streambuf& buffer = *stream_.rdbuf();
    auto next = buffer.sbumpc();
    if (Traits::eq_int_type(next, Traits::eof())) {
        return std::nullopt;
    }
    Line line{.number = ++number_};
    for (; !Traits::eq_int_type(next, Traits::eof()); next = buffer.sbumpc()) {
        const char character = Traits::to_char_type(next);
        if (character == '\n') {
            break;
        }
        if (line.text.size() < max_bytes_) {
            line.text += character;
        } else {
            line.too_long = true;
        }
    }
    if (!line.too_long && line.text.ends_with('\r')) {
        line.text.pop_back();
    }
    if (line.number == 1 && line.text.starts_with(byte_order_mark)) {
        line.text.erase(0, byte_order_mark.size());
    }
    return line;
}

}  // namespace azen::cli

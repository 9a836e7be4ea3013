#include "core/scan/text_scanner.h"

#include <algorithm>

#include "core/scan/secret_matcher.h"

namespace azen {
namespace {

std::size_t count_lines(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

// Continuation bytes of UTF-8 begin with the bits 10.
std::size_t count_code_points(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace

// Whole lines are scanned where they are; only what is cut off is copied.
void TextScanner::feed(std::string_view piece)
{
    if (!unfinished_.empty()) {
        const std::size_t end = piece.find('\n');
        const std::size_t taken = end == std::string_view::npos ? piece.size() : end + 1;
        unfinished_.append(piece.substr(0, taken));
        piece.remove_prefix(taken);
        if (end == std::string_view::npos) {
            return;
        }
        scan(unfinished_);
        unfinished_.clear();
    }
    const std::size_t last = piece.rfind('\n');
    const std::size_t whole = last == std::string_view::npos ? 0 : last + 1;
    scan(piece.substr(0, whole));
    unfinished_.assign(piece.substr(whole));
}

void TextScanner::finish()
{
    scan(unfinished_);
    unfinished_.clear();
}

void TextScanner::scan(std::string_view lines)
{
    std::size_t done = 0;  // up to here the line ends are in `line_`
    for (const SecretMatch& match : find_secrets(lines)) {
        line_ += count_lines(lines.substr(done, match.begin - done));
        done = match.begin;
        const std::string_view before = lines.substr(0, match.begin);
        const std::string_view same_line = before.substr(before.rfind('\n') + 1);
        sink_({.secret = lines.substr(match.begin, match.length),
               .form = match.form,
               .line = line_,
               .column = count_code_points(same_line) + 1});
    }
    line_ += count_lines(lines.substr(done));
}

}  // namespace azen

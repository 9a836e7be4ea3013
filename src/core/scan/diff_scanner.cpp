#include "core/scan/diff_scanner.h"

#include <charconv>
#include <optional>

#include "core/base/ascii.h"

namespace azen {
namespace {

constexpr std::string_view file_mark = "+++ ";
constexpr std::string_view hunk_mark = "@@ -";

/// A stretch of lines: "12" or "12,3".
struct Stretch {
    std::size_t first = 0;
    std::size_t count = 1;
};

std::optional<std::size_t> take_number(std::string_view& text)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

std::optional<Stretch> take_stretch(std::string_view& text)
{
    const auto first = take_number(text);
    if (!first) {
        return std::nullopt;
    }
    if (!text.starts_with(',')) {
        return Stretch{.first = *first};
    }
    text.remove_prefix(1);
    const auto count = take_number(text);
    return count ? std::optional{Stretch{.first = *first, .count = *count}} : std::nullopt;
}

char unescaped(char letter)
{
    switch (letter) {
        case 'a': return '\a';
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'v': return '\v';
        default: return letter;
    }
}

bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

// The byte that three octal digits stand for.
std::optional<char> octal_byte(std::string_view text)
{
    if (text.size() < 3 || !is_octal(text[0]) || !is_octal(text[1]) || !is_octal(text[2])) {
        return std::nullopt;
    }
    const int value = ((text[0] - '0') * 64) + ((text[1] - '0') * 8) + (text[2] - '0');
    return static_cast<char>(value);
}

// git quotes names as C does when there is something in them that a line cannot hold.
std::string unquoted(std::string_view name)
{
    if (name.size() < 2 || !name.starts_with('"') || !name.ends_with('"')) {
        return std::string{name};
    }
    name = name.substr(1, name.size() - 2);
    std::string plain;
    while (!name.empty()) {
        std::size_t taken = 1;
        char character = name.front();
        if (character == '\\' && name.size() > 1) {
            const auto octal = octal_byte(name.substr(1));
            character = octal.value_or(unescaped(name[1]));
            taken = octal ? 4 : 2;
        }
        plain += character;
        name.remove_prefix(taken);
    }
    return plain;
}

// Behind a name with spaces git writes a tab.
std::string file_of(std::string_view header)
{
    const std::string name = unquoted(trim_ascii_space(header));
    return name.starts_with("b/") ? name.substr(2) : name;
}

}  // namespace

void DiffScanner::feed(std::string_view piece)
{
    for (std::size_t end = piece.find('\n'); end != std::string_view::npos;
         end = piece.find('\n')) {
        if (unfinished_.empty()) {
            read_line(piece.substr(0, end));
        } else {
            unfinished_.append(piece.substr(0, end));
            read_line(unfinished_);
            unfinished_.clear();
        }
        piece.remove_prefix(end + 1);
    }
    unfinished_.append(piece);
}

void DiffScanner::finish()
{
    read_line(unfinished_);
    unfinished_.clear();
}

// Inside a hunk the numbers of lines decide: an added line may look like a header.
void DiffScanner::read_line(std::string_view line)
{
    if (removed_left_ > 0 && line.starts_with('-')) {
        --removed_left_;
    } else if (added_left_ > 0 && line.starts_with('+')) {
        --added_left_;
        scan_added(line.substr(1));
        ++line_;
    } else {
        read_header(line);
    }
}

void DiffScanner::read_header(std::string_view line)
{
    if (line.starts_with(file_mark)) {
        file_ = file_of(line.substr(file_mark.size()));
        ++files_;
        return;
    }
    if (!line.starts_with(hunk_mark)) {
        return;
    }
    line.remove_prefix(hunk_mark.size());
    const auto removed = take_stretch(line);
    if (!removed || !line.starts_with(" +")) {
        return;
    }
    line.remove_prefix(2);
    if (const auto added = take_stretch(line)) {
        removed_left_ = removed->count;
        added_left_ = added->count;
        line_ = added->first;
    }
}

void DiffScanner::scan_added(std::string_view text)
{
    TextScanner scanner{[this](const FoundSecret& found) {
        FoundSecret placed = found;
        placed.line = line_;
        sink_(file_, placed);
    }};
    scanner.feed(text);
    scanner.finish();
}

}  // namespace azen

#include "server/http/header_scan.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace azen::server {
namespace {

using Verdict = HeaderScan::Verdict;

constexpr std::uint64_t ones = 0x0101010101010101U;
constexpr std::uint64_t highs = ones * 0x80U;

bool is_control(char character)
{
    const auto value = static_cast<unsigned char>(character);
    return (value < 0x20U && character != '\t') || value == 0x7FU;
}

// Whether one of eight bytes is below 0x20 or is 0x7F. HTAB is too, so a hit needs a second look.
bool may_hold_control(std::uint64_t word)
{
    const std::uint64_t below_space = (word - ones * 0x20U) & ~word;
    const std::uint64_t difference = word ^ (ones * 0x7FU);
    const std::uint64_t is_delete = (difference - ones) & ~difference;
    return ((below_space | is_delete) & highs) != 0;
}

// Eight bytes at a time, because this walks over every header byte of every request.
bool has_control(std::string_view text)
{
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        if (may_hold_control(word) &&
            std::ranges::any_of(text.substr(0, sizeof word), is_control)) {
            return true;
        }
        text.remove_prefix(sizeof word);
    }
    return std::ranges::any_of(text, is_control);
}

bool is_blank(char character)
{
    return character == ' ' || character == '\t';
}

// What does not begin like a method is no HTTP (a TLS handshake, say): there is no point in
// waiting for the end of its line.
bool may_begin_request(char first)
{
    return (first > ' ' && first < '\x7F') || first == '\r';
}

bool is_request_line(std::string_view line)
{
    return may_begin_request(line.front()) && line.find('\t') == std::string_view::npos &&
           !has_control(line);
}

bool is_field_line(std::string_view line)
{
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || is_blank(line.front())) {
        return false;
    }
    return !is_blank(line[colon - 1]) && !has_control(line);
}

// What follows the last complete line.
HeaderScan judge_unfinished(std::string_view bytes, HeaderScan scan, std::size_t limit)
{
    if (bytes.size() >= limit) {
        scan.verdict = Verdict::too_large;
    } else if (scan.position == scan.begin && bytes.size() > scan.begin &&
               !may_begin_request(bytes[scan.begin])) {
        scan.verdict = Verdict::malformed;
    }
    return scan;
}

// Judges the line that the LF at `newline` ends, and steps over it.
void judge_line(std::string_view window, std::size_t newline, HeaderScan& scan)
{
    const bool is_first = scan.position == scan.begin;
    const bool ends_in_crlf = newline > scan.position && window[newline - 1] == '\r';
    if (!ends_in_crlf) {
        scan.verdict = Verdict::malformed;
        return;
    }
    const std::string_view line = window.substr(scan.position, newline - 1 - scan.position);
    scan.position = newline + 1;
    if (line.empty()) {
        scan.verdict = is_first ? Verdict::malformed : Verdict::complete;
    } else if (!(is_first ? is_request_line(line) : is_field_line(line))) {
        scan.verdict = Verdict::malformed;
    }
}

}  // namespace

HeaderScan scan_header(std::string_view bytes, std::size_t resume_from, std::size_t limit)
{
    const std::string_view window = bytes.substr(0, limit);
    HeaderScan scan{.begin = window.starts_with("\r\n") ? std::size_t{2} : std::size_t{0}};
    scan.position = std::max(scan.begin, resume_from);
    while (scan.verdict == Verdict::incomplete) {
        const std::size_t newline = window.find('\n', scan.position);
        if (newline == std::string_view::npos) {
            return judge_unfinished(bytes, scan, limit);
        }
        judge_line(window, newline, scan);
    }
    return scan;
}

}  // namespace azen::server

#pragma once

#include <string_view>

namespace azen {

/// Character classes of ASCII alone. Unlike those of <cctype> they know no locale, take any char
/// without undefined behaviour, and count every byte above 127 in none of them: what the wire and
/// the key format allow is the same on every machine.
constexpr bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool is_ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_ascii_alphanumeric(char c)
{
    return is_ascii_digit(c) || is_ascii_letter(c);
}

/// What the wire formats call white space: space, tab, carriage return, line feed.
constexpr bool is_ascii_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// `text` without the white space around it; a view into the same characters.
constexpr std::string_view trim_ascii_space(std::string_view text)
{
    while (!text.empty() && is_ascii_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_ascii_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

}  // namespace azen

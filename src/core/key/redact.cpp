#include "core/key/redact.h"

#include <algorithm>
#include <optional>

#include "core/base/ascii.h"
#include "core/key/key_secret.h"

namespace azen {
namespace {

constexpr std::size_t shortest_secret = 20;  // nothing shorter looks like one
constexpr std::string_view redacted = "[redacted]";

bool is_key_character(char character)
{
    return is_ascii_alphanumeric(character) || character == '_' || character == '-';
}

// The first run of characters that keys are made of, and all that precedes it.
struct Word {
    std::string_view before;
    std::string_view text;
};

Word next_word(std::string_view text)
{
    const auto* const begin = std::ranges::find_if(text, is_key_character);
    const auto* const end = std::find_if_not(begin, text.end(), is_key_character);
    return {.before = {text.begin(), begin}, .text = {begin, end}};
}

bool has_plain_secret(std::string_view text)
{
    while (text.size() >= shortest_secret) {
        const Word word = next_word(text);
        if (word.text.size() >= shortest_secret && key_secret::looks_like_secret(word.text)) {
            return true;
        }
        text.remove_prefix(word.before.size() + word.text.size());
    }
    return false;
}

std::optional<unsigned char> hex_value(char character)
{
    constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
    const std::size_t value = digits.find(character);
    return value == std::string_view::npos ? std::nullopt
                                           : std::optional{static_cast<unsigned char>(value % 16)};
}

// The byte that `text` begins with in percent-encoding, if it does.
std::optional<char> encoded_byte(std::string_view text)
{
    if (text.size() < 3 || text.front() != '%') {
        return std::nullopt;
    }
    const auto high = hex_value(text[1]);
    const auto low = hex_value(text[2]);
    return high && low ? std::optional{static_cast<char>((*high << 4U) | *low)} : std::nullopt;
}

std::string percent_decode(std::string_view text)
{
    std::string decoded;
    while (!text.empty()) {
        const std::optional<char> byte = encoded_byte(text);
        decoded += byte.value_or(text.front());
        text.remove_prefix(byte ? 3 : 1);
    }
    return decoded;
}

bool has_encoded_secret(std::string_view text)
{
    return text.find('%') != std::string_view::npos && has_plain_secret(percent_decode(text));
}

}  // namespace

bool holds_secret(std::string_view text)
{
    return text.size() >= shortest_secret && (has_plain_secret(text) || has_encoded_secret(text));
}

std::string redact_secrets(std::string_view text)
{
    if (has_encoded_secret(text)) {
        return std::string{redacted};
    }
    std::string kept;
    while (!text.empty()) {
        const Word word = next_word(text);
        kept += word.before;
        kept += has_plain_secret(word.text) ? redacted : word.text;
        text.remove_prefix(word.before.size() + word.text.size());
    }
    return kept;
}

std::string describe_agent(std::string_view said)
{
    constexpr std::size_t longest = 200;
    std::string agent = redact_secrets(said).substr(0, longest);
    std::ranges::replace_if(agent, [](char c) { return c < ' ' || c > '~'; }, '?');
    return agent;
}

}  // namespace azen

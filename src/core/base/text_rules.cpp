#include "core/base/text_rules.h"

#include <fmt/format.h>

#include <string>

#include <nlohmann/json.hpp>

namespace azen {
namespace {

/// Every name ends up in JSON, and JSON is UTF-8: the library's parser is the judge.
bool is_utf8(std::string_view text)
{
    std::string literal = "\"";
    for (const char c : text) {
        literal += c == '"' || c == '\\' ? ' ' : c;
    }
    return nlohmann::json::accept(literal + '"');
}

}  // namespace

bool is_printable(std::string_view text)
{
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            return false;
        }
    }
    return is_utf8(text);
}

std::size_t count_characters(std::string_view text)
{
    std::size_t length = 0;
    for (const char c : text) {
        length += (static_cast<unsigned char>(c) & 0xc0) == 0x80 ? 0 : 1;
    }
    return length;
}

Result<void> check_name(std::string_view what, std::string_view name, std::size_t most)
{
    const std::size_t length = count_characters(name);
    if (length < 1 || length > most || !is_printable(name)) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} is 1 to {} printable characters", what, most),
                    "choose another name");
    }
    return {};
}

}  // namespace azen

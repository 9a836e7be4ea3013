#include "core/base/text_rules.h"

#include <fmt/format.h>

#include <optional>

#include "core/base/code_point.h"

namespace azen {
bool is_printable(std::string_view text)
{
    while (!text.empty()) {
        const std::optional<CodePoint> point = first_code_point(text);
        if (!point || is_obeyed(point->value)) {
            return false;
        }
        text.remove_prefix(point->length);
    }
    return true;
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
                    "choose another");
    }
    return {};
}

}  // namespace azen

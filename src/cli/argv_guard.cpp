#include "cli/argv_guard.h"

#include <algorithm>

#include "core/base/ascii.h"
#include "core/key/key_secret.h"

namespace azen::cli {
namespace {

bool is_key_character(char character)
{
    return is_ascii_alphanumeric(character) || character == '_' || character == '-';
}

}  // namespace

bool contains_secret(std::string_view text)
{
    // A key with a prefix of its own is told by its checksum, so it has to be looked at alone.
    while (!text.empty()) {
        const auto length = static_cast<std::size_t>(
            std::ranges::find_if_not(text, is_key_character) - text.begin());
        if (length > 0 && key_secret::looks_like_secret(text.substr(0, length))) {
            return true;
        }
        text.remove_prefix(std::min(text.size(), length + 1));
    }
    return false;
}

Result<void> refuse_secrets(std::span<const std::string> typed)
{
    if (std::ranges::any_of(typed, contains_secret)) {
        return fail(ErrorKind::invalid,
                    "an argument holds an API key; command lines are no place for secrets",
                    "pass it in AZEN_API_KEY, with --key-file or --key-stdin; replace this key "
                    "now, others may have seen it");
    }
    return {};
}

}  // namespace azen::cli

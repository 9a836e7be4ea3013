#pragma once

#include <algorithm>
#include <string_view>

namespace azen::server {

/// What HTTP compares without regard to case: names of fields, codings, media types. Bytes above
/// 127 are only ever equal to themselves.
///
/// Whether `text` is `lower`, which is in lower case, when ASCII letters may be of either case.
inline bool equals_ignoring_case(std::string_view text, std::string_view lower)
{
    return std::ranges::equal(text, lower, [](char left, char right) {
        return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
    });
}

/// The same of the beginning of `text`.
inline bool starts_ignoring_case(std::string_view text, std::string_view lower)
{
    return equals_ignoring_case(text.substr(0, lower.size()), lower);
}

}  // namespace azen::server

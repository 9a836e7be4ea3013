#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace azen {

/// The candidate that `word` was probably meant to be: the one at the least edit distance
/// (Damerau 1964, adjacent swaps counting one), if that is at most a third of the word's length,
/// rounded up. The first of several equals.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace azen

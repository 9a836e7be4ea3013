#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/context.h"
#include "core/base/result.h"

/// Commands that act on one key or on many: which keys are meant.
namespace azen::cli {

/// Whether `typed`, the words given for KEY, asks for results by key: several of them, or "-". One
/// key is answered as a command on one key always was.
bool is_bulk(std::span<const std::string> typed);

/// The references in `typed`, in order, where "-" stands for those on standard input, a line each;
/// spaces around them and empty lines count for nothing. ErrorKind::invalid, with the line's number
/// and without its text, for a line that holds a secret: references are repeated in results.
Result<std::vector<std::string>> read_references(std::span<const std::string> typed,
                                                 Context& context);

}  // namespace azen::cli

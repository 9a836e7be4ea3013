#pragma once

#include <string>
#include <string_view>

#include "cli/memory_api.h"
#include "core/base/result.h"

/// What a line of an import is: a text, or a JSON object that holds one. Pure.
namespace azen::cli {

/// How lines are to be read.
enum class ImportFormat { lines, jsonl };

/// `lines` unless `first_line`, the first that is not blank, begins with a brace.
ImportFormat guess_format(std::string_view first_line);

/// The memory that a line stands for, always with a dedup key, so that importing it twice makes one
/// memory: the record's own "dedupKey", else a fingerprint of its "id", else one of text and
/// metadata.
///
/// A JSON object has its text in "text" or, as `azen memory export` writes it, in "content", and
/// may have "metadata"; other members mean nothing. ErrorKind::invalid, in words that fit behind
/// the number of a line, for what no server would take.
Result<MemoryApi::NewMemory> parse_import_record(std::string_view line, ImportFormat format);

}  // namespace azen::cli

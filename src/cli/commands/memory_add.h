#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_add {

/// `azen memory add [TEXT]`: has a server remember a text.
struct Options {
    std::optional<std::string> text;            // "-": standard input
    std::optional<std::filesystem::path> file;  // exactly one of the two is set
    std::optional<std::string> dedup_key;
    std::string metadata = "null";
    RemoteOptions remote;
};

/// ErrorKind::invalid also when there is no text, or more than one, or when text and key are both
/// to come from standard input.
Result<Options> parse(const Arguments& arguments);

/// Of a text from a file or standard input one final newline is dropped, as shells do.
/// Prints the id alone, or an object of schema azen.new-memory/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_add

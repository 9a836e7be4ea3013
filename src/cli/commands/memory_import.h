#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/bulk/import_record.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_import {

/// `azen memory import [FILE]`: has a server remember the lines of a file or of standard input.
struct Options {
    std::optional<std::filesystem::path> file;        // nullopt: standard input
    std::optional<ImportFormat> format;               // nullopt: guessed from the first line
    std::optional<std::filesystem::path> checkpoint;  // nullopt: none, as for standard input
    std::optional<std::filesystem::path> rejects;     // nullopt: what is rejected is only told of
    std::int64_t parallel = 4;
    RemoteOptions remote;
};

/// With a file, checkpoint and rejects have their places beside it unless others are named.
/// ErrorKind::invalid when lines and key are both to come from standard input, and for a checkpoint
/// of standard input, which cannot be read again.
Result<Options> parse(const Arguments& arguments);

/// Importing the same lines again adds nothing. Ended in the middle, by whatever, the same command
/// goes on where it was.
/// ExitStatus::partial when lines were rejected, ::interrupted after Ctrl-C. Prints what became of
/// the lines, or an object of schema azen.import/v1, also when something failed on the way.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_import

#pragma once

#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::store_check {

/// `azen store check`: reads all of the local store, and changes nothing.
struct Options {
    std::optional<std::filesystem::path> master_key_file;
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Prints what was found of each part, or schema azen.store-check/v1. ExitStatus::store when the
/// store is damaged, ExitStatus::negative for anything else that is not as it should be.
/// ErrorKind::not_found when there is no store.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::store_check

#pragma once

#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::store_rekey {

/// `azen store rekey`: goes over to another master key, beside running servers. What was begun, by
/// whichever process, is finished before anything new is begun.
struct Options {
    bool drop_old = false;
    std::optional<std::filesystem::path> master_key_file;
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Prints how many memories were sealed anew, or schema azen.rekey/v1. ErrorKind::not_found when
/// there is no store or no master key; ErrorKind::invalid when a new key would be needed and the
/// keys are not in a file. ExitStatus::partial when some memories do not open.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::store_rekey

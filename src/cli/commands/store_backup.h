#pragma once

#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/new_file.h"
#include "core/base/result.h"

namespace azen::cli::store_backup {

/// `azen store backup`: a copy of the store, made beside its servers.
struct Options {
    std::filesystem::path file;
    Existing existing = Existing::keep;
    bool with_master_key = false;
    std::optional<std::filesystem::path> master_key_file;  // where that comes from
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Prints what the copy holds, or schema azen.store-backup/v1. ErrorKind::conflict when the file is
/// there and not to be replaced; ErrorKind::not_found when there is no store, or no master key
/// where one is asked for.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::store_backup

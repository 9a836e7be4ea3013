#pragma once

#include <filesystem>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::store_restore {

/// `azen store restore`: puts a backup in the place of the store.
struct Options {
    std::filesystem::path file;
    bool with_master_key = false;
    Confirmed confirmed = Confirmed::no;
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Asks only where there is a store to replace. Prints what has been restored, or schema
/// azen.store-restore/v1. ErrorKind::store while anything has the store open, and for a backup that
/// is damaged.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::store_restore

#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::store_info {

/// `azen store info`: looks at the local store, whatever its schema, and changes nothing.
struct Options {
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Prints a field a line, or schema azen.store/v1. ErrorKind::not_found when there is no store.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::store_info

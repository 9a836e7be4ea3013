#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

namespace azen::cli::keys_export {

/// `azen keys export [KEY...]`: writes keys as lines that `azen keys import` reads.
struct Options {
    std::vector<std::string> references;  // as typed: see key_selection.h; none: all keys
    KeysOptions where;
};

/// Cannot fail.
Result<Options> parse(const Arguments& arguments);

/// Prints a line of schema azen.exported-key/v1 for each key, oldest first, and writes each as it
/// is read; as JSON, one object of schema azen.exported-keys/v1. No secret is in it, but hashes of
/// all are.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_export

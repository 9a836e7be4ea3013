#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

/// `azen keys enable KEY...` and `azen keys disable KEY...`: two sides of one switch.
namespace azen::cli::keys_enable {

/// Which keys.
struct Options {
    std::vector<std::string> references;  // as typed: see key_selection.h
    KeysOptions where;
};

/// Serves both: which way it goes is decided by the row that runs it.
Result<Options> parse(const Arguments& arguments);

/// Prints what is true now, or the key under schema azen.key/v1; of several keys, a result each
/// (azen.key-results/v1). Doing it again is no error. Requests see it from the next one on.
Result<ExitStatus> run_enable(const Options& options, Context& context);
Result<ExitStatus> run_disable(const Options& options, Context& context);

}  // namespace azen::cli::keys_enable

#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

/// `azen users enable USER` and `azen users disable USER`: two sides of one switch.
namespace azen::cli::users_enable {

/// Which user.
struct Options {
    std::string reference;
    LocalOptions local;
};

/// Serves both: which way it goes is decided by the row that runs it.
Result<Options> parse(const Arguments& arguments);

/// Prints what is true now, or the user under schema azen.user/v1. Doing it again is no error.
/// Requests see it from the next one on.
Result<ExitStatus> run_enable(const Options& options, Context& context);
Result<ExitStatus> run_disable(const Options& options, Context& context);

}  // namespace azen::cli::users_enable

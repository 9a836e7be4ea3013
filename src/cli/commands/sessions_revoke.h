#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::sessions_revoke {

/// `azen sessions revoke SESSION`, or `--user USER`: ends a session, or all of a user.
struct Options {
    std::optional<std::string> session;  // an id
    std::optional<std::string> user;
    LocalOptions local;
};

/// ErrorKind::invalid unless it is one of the two.
Result<Options> parse(const Arguments& arguments);

/// Whoever presents such a session is not signed in from the next request on.
/// ErrorKind::not_found for a session that is not there. Prints one sentence, or what was ended as
/// an object of schema azen.sessions/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::sessions_revoke

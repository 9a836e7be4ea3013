#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_delete {

/// `azen memory delete ID`: has the server forget a memory.
struct Options {
    std::string id;  // a UUID
    Confirmed confirmed = Confirmed::no;
    RemoteOptions remote;
};

/// ErrorKind::invalid for an id that is no UUID.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::not_found when there is none, also when it was deleted before.
/// Prints what is true now, or an object of schema azen.deleted-memory/v1. ErrorKind::declined when
/// it was not confirmed.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_delete

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::memory_delete {

/// `azen memory delete ID...` and `--all`: has the server forget memories.
struct Options {
    std::vector<std::string> ids;  // UUIDs; empty: all there are
    std::int64_t parallel = 4;
    Confirmed confirmed = Confirmed::no;
    RemoteOptions remote;
};

/// ErrorKind::invalid for an id that is no UUID, for ids together with --all, and for neither.
Result<Options> parse(const Arguments& arguments);

/// All are those that are there when it begins: what is added meanwhile stays.
/// A single memory that is not there is ErrorKind::not_found; of several, it is told of, and the
/// rest is deleted: ExitStatus::partial. ErrorKind::declined when it was not confirmed.
/// Prints what is true now; of one memory an object of schema azen.deleted-memory/v1, of several
/// one of azen.deleted-memories/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::memory_delete

#pragma once

#include <filesystem>
#include <optional>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "cli/remote_options.h"
#include "core/base/result.h"

namespace azen::cli::status {

/// `azen status`: looks at the local store and at the server, and changes neither.
struct Options {
    LocalOptions local;
    std::optional<std::filesystem::path> master_key_file;
    RemoteOptions remote;
    bool server_chosen = false;  // by an option or the environment: the default is left in peace
    bool check_key = false;      // spends one request of the key
};

/// ErrorKind::invalid for a base URL or a time-out that cannot be one.
Result<Options> parse(const Arguments& arguments);

/// ExitStatus::negative when something that was looked at cannot be used.
/// Prints a field a line, or an object of schema azen.status/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::status

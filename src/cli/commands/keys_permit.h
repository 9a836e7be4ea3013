#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"
#include "core/key/permissions.h"

namespace azen::cli::keys_permit {

/// `azen keys permit KEY`: changes what a key may do.
struct Options {
    std::string reference;
    std::optional<Permissions> set;  // in place of all it has
    Permissions grant;
    Permissions revoke;
    KeysOptions where;
};

/// ErrorKind::invalid also when nothing is asked for.
Result<Options> parse(const Arguments& arguments);

/// Sets, then grants, then revokes.
/// Prints all permissions as they are now, or the key under schema azen.key/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_permit

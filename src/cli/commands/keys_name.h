#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

namespace azen::cli::keys_name {

/// `azen keys name KEY NEWNAME`: gives a key another name.
struct Options {
    std::string reference;
    std::string new_name;
    KeysOptions where;
};

/// Both words are required; what a name may be is the service's to say.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::invalid for a name that cannot be one. A name that another key has is no error.
/// Prints what is true now, or the key under schema azen.key/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_name

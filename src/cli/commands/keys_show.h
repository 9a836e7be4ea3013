#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

namespace azen::cli::keys_show {

/// `azen keys show KEY`: all there is to know about one key but its secret.
struct Options {
    std::string reference;
    KeysOptions where;
};

/// Whatever is given is taken as a reference; whether there is such a key shows when it runs.
Result<Options> parse(const Arguments& arguments);

/// ErrorKind::not_found when no key answers to the reference, ::conflict when several do.
/// Prints every field of the record, or an object of schema azen.key/v1; never a secret.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_show

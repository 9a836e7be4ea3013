#pragma once

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "cli/list_page.h"
#include "core/base/result.h"

namespace azen::cli::keys_list {

/// `azen keys list`: the keys, newest first, a page at a time.
struct Options {
    ListPage page;
    KeysOptions where;
};

/// ErrorKind::invalid for a page below 1, and for less than 1 or more than 1000 keys on one.
Result<Options> parse(const Arguments& arguments);

/// No store yet is a list without keys, and makes none; one that was named must be there.
/// Prints a table, or an object of schema azen.keys/v1. Further pages are told of on the error
/// stream.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_list

#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/list_page.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::sessions_list {

/// `azen sessions list`: who is signed in, latest first, a page at a time.
struct Options {
    std::optional<std::string> user;  // of this one alone
    ListPage page;
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// No store yet is a list without sessions, and makes none. Prints a table, or an object of schema
/// azen.sessions/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::sessions_list

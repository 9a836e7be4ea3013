#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/list_page.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::audit_list {

/// `azen audit list`: the audit trail, newest first, a page at a time.
struct Options {
    std::optional<std::string> subject;  // an id or a name
    std::optional<Timestamp> since;
    ListPage page;
    LocalOptions local;
};

/// ErrorKind::invalid for a page below 1, for less than 1 or more than 1000 entries on one, and for
/// a --since that is no time.
Result<Options> parse(const Arguments& arguments);

/// Prints a table, or an object of schema azen.audit/v1. Further pages are told of on the error
/// stream.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::audit_list

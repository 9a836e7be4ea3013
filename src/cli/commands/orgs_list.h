#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/list_page.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::orgs_list {

/// `azen orgs list`: the organizations, newest first, a page at a time.
struct Options {
    ListPage page;
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// No store yet is a list without organizations, and makes none. Prints a table, or an object of
/// schema azen.organizations/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::orgs_list

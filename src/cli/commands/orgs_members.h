#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/account/account.h"
#include "core/base/result.h"

namespace azen::cli::orgs_members {

/// `azen orgs members ORG`: who belongs to an organization; with an option, one member more or
/// less.
struct Options {
    std::string organization;
    std::optional<std::string> add;     // a user, to be given `role`
    std::optional<std::string> remove;  // a user
    Role role = Role::member;
    LocalOptions local;
};

/// ErrorKind::invalid for a role without someone to give it to.
Result<Options> parse(const Arguments& arguments);

/// Adding a member again changes its role. ErrorKind::conflict when the last owner would go.
/// Prints a table, or an object of schema azen.members/v1; after a change one sentence, or the
/// member under schema azen.member/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::orgs_members

#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::orgs_create {

/// `azen orgs create NAME`: makes an organization.
struct Options {
    std::string name;
    std::optional<std::string> slug;   // nullopt: the name
    std::optional<std::string> owner;  // a user, who becomes its first owner
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);

/// Makes the store too when it is not there. Prints one sentence, or the organization under schema
/// azen.organization/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::orgs_create

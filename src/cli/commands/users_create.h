#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "cli/new_password.h"
#include "core/base/result.h"

namespace azen::cli::users_create {

/// `azen users create NAME`: makes a user. With an address it can sign in, and a password is asked
/// for.
struct Options {
    std::string name;
    std::optional<std::string> email;
    PasswordSource password;
    LocalOptions local;
};

/// ErrorKind::invalid for what is no address, and for a password without one.
Result<Options> parse(const Arguments& arguments);

/// Makes the store too when it is not there. Prints one sentence, or the user under schema
/// azen.user/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::users_create

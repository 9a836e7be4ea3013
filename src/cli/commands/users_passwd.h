#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "cli/new_password.h"
#include "core/base/result.h"

namespace azen::cli::users_passwd {

/// `azen users passwd USER`: gives a user a new password, and a new address if one is named.
struct Options {
    std::string reference;
    std::optional<std::string> email;
    PasswordSource password;
    LocalOptions local;
};

/// ErrorKind::invalid for what is no address.
Result<Options> parse(const Arguments& arguments);

/// Ends the user's sessions. ErrorKind::invalid for a user without an address when none is named.
/// Prints one sentence, or the user under schema azen.user/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::users_passwd

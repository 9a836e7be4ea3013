#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::keys_delete {

/// `azen keys delete KEY`: revokes a key for ever. Its record and its trail stay.
struct Options {
    std::string reference;
    Confirmed confirmed = Confirmed::no;
    LocalOptions local;
};

/// Cannot fail once the key is named.
Result<Options> parse(const Arguments& arguments);

/// A key that is revoked already is not asked about again, and is no error.
/// Prints what is true now, or the key under schema azen.key/v1. ErrorKind::declined when it was
/// not confirmed.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_delete

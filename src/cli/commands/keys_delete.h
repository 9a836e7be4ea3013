#pragma once

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"

namespace azen::cli::keys_delete {

/// `azen keys delete KEY...`: revokes keys for ever. Their records and their trail stay.
struct Options {
    std::vector<std::string> references;  // as typed: see key_selection.h
    Confirmed confirmed = Confirmed::no;
    KeysOptions where;
};

/// Cannot fail once the key is named.
Result<Options> parse(const Arguments& arguments);

/// A key that is revoked already is not asked about again, and is no error.
/// Prints what is true now, or the key under schema azen.key/v1; of several keys, a result each
/// (azen.key-results/v1), after one question about all of them that can be found.
/// ErrorKind::declined when it was not confirmed: then none is revoked.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_delete

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen::cli::keys_expire {

/// `azen keys expire KEY... WHEN`: sets the moment from which keys are refused.
struct Options {
    std::vector<std::string> references;  // as typed: see key_selection.h
    std::optional<Timestamp> expires_at;  // nullopt: never
    KeysOptions where;
};

/// A length of time counts from Arguments::now(). ErrorKind::invalid for what is no moment.
Result<Options> parse(const Arguments& arguments);

/// A moment that has passed is allowed, and refuses the key from the next request on. ErrorKind::
/// conflict for a revoked key.
/// Prints what is true now, or the key under schema azen.key/v1; of several keys, a result each
/// (azen.key-results/v1).
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_expire

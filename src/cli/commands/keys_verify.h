#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "cli/presented_key.h"
#include "core/base/clock.h"
#include "core/base/result.h"

namespace azen::cli::keys_verify {

/// `azen keys verify`: asks whether a key would be accepted, at the price of one request; with
/// --explain or --at, at none.
struct Options {
    std::string permission;       // "resource.action"; empty: none is needed
    bool explain = false;         // show every check
    std::optional<Timestamp> at;  // decide for this moment; nullopt: now
    KeySource key_source;
    KeysOptions where;
};

/// ErrorKind::invalid when the key is to come from two places at once, and for what is no moment.
Result<Options> parse(const Arguments& arguments);

/// ExitStatus::ok when accepted, ::rate_limited when a limit or the quota stands against it,
/// ::negative when refused for any other reason.
/// Prints the verdict and its reason, or an object of schema azen.verification/v1; of a decision
/// that charges nothing, azen.explanation/v1.
/// ErrorKind::refused when there is no key to verify.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_verify

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/keys_options.h"
#include "core/base/result.h"
#include "core/key/quota.h"
#include "core/key/token_bucket.h"

namespace azen::cli::keys_limit {

/// `azen keys limit KEY`: changes a key's rate limit, its quota, or both.
struct Options {
    /// What --quota and --refill ask for: outer nullopt, nothing; inner nullopt, none of it.
    using Quota = std::optional<std::optional<std::int64_t>>;
    using Refilling = std::optional<std::optional<Refill>>;

    std::string reference;
    std::optional<RateLimit> rate;
    Quota quota;
    Refilling refill;
    KeysOptions where;
};

/// ErrorKind::invalid also when nothing is asked for.
Result<Options> parse(const Arguments& arguments);

/// What is not asked for stays: a new quota keeps the refill, a new refill what is left.
/// Prints all limits as they are now, or the key under schema azen.key/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_limit

#pragma once

#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/local_store.h"
#include "core/base/result.h"

namespace azen::cli::keys_name {

/// `azen keys name KEY NEWNAME`: gives a key another name.
struct Options {
    std::string reference;
    std::string new_name;
    LocalOptions local;
};

Result<Options> parse(const Arguments& arguments);
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::keys_name

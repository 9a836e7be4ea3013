#pragma once

#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/output/config_output.h"
#include "cli/output/output_form.h"
#include "core/base/result.h"

namespace azen::cli::config_explain {

/// `azen config explain`: what a command would work with here, and who says so.
struct Options {
    struct Store {
        std::optional<std::string>
            chosen;  // nullopt: the default one, which the environment places
        std::string origin;
    };
    SettingReport base_url;
    Store store;
    SettingReport profile;
    SettingReport key;  // where it would come from; it is not read
    Output output{};
};

/// ErrorKind::invalid when the key is to come from two places at once.
Result<Options> parse(const Arguments& arguments);

/// Looks at the environment and at which files exist; reads no key, runs no key_command, asks no
/// server.
/// Prints a line a setting, or an object of schema azen.config/v1.
Result<ExitStatus> run(const Options& options, Context& context);

}  // namespace azen::cli::config_explain

#include "cli/commands/version.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/version.h"

namespace azen::cli::version_command {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.format = output_format(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (options.format == OutputFormat::json) {
        print_json(context, {{"schema", "azen.version/v1"}, {"version", version()}});
    } else {
        // Name and number, as bug reports quote it.
        print_result(context, fmt::format("azen {}", version()));
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::version_command

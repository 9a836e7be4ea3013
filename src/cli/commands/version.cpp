#include "cli/commands/version.h"

#include <fmt/core.h>

#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/version.h"

namespace azen::cli::version_command {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.output = output_of(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (options.output.is_for_people()) {
        // Name and number, as bug reports quote it.
        print_result(context, fmt::format("azen {}", version()));
    } else {
        print_record(context, options.output, kind::version, {{"version", version()}});
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::version_command

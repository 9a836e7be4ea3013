#include "cli/commands/keys_enable.h"

namespace azen::cli::keys_enable {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.reference = arguments.required("KEY"), .local = parse_local_options(arguments)};
}

// Nothing is looked up first: setting what is set already does no harm, and two commands at once
// cannot contradict each other.
Result<ExitStatus> run_enable(const Options& options, Context& context)
{
    const KeyChange change{.enabled = true};
    return change_key(options.local, options.reference, change, "{} is enabled", context);
}

Result<ExitStatus> run_disable(const Options& options, Context& context)
{
    const KeyChange change{.enabled = false};
    return change_key(options.local, options.reference, change, "{} is disabled", context);
}

}  // namespace azen::cli::keys_enable

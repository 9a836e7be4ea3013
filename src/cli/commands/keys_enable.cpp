#include "cli/commands/keys_enable.h"

#include "cli/key_changes.h"

namespace azen::cli::keys_enable {

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    return Options{.references = arguments.values("KEY"), .where = where};
}

// Nothing is looked up first: setting what is set already does no harm, and two commands at once
// cannot contradict each other.
Result<ExitStatus> run_enable(const Options& options, Context& context)
{
    const KeyChange change{.enabled = true};
    return change_keys(options.where, options.references, change, "{0} {1} enabled", context);
}

Result<ExitStatus> run_disable(const Options& options, Context& context)
{
    const KeyChange change{.enabled = false};
    return change_keys(options.where, options.references, change, "{0} {1} disabled", context);
}

}  // namespace azen::cli::keys_enable

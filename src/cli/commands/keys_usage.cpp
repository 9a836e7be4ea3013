#include "cli/commands/keys_usage.h"

#include "cli/output/usage_output.h"

namespace azen::cli::keys_usage {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.reference = arguments.required("KEY"), .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    // The report names the key by id, so it is looked up before its use is.
    const ApiKey key = TRY(local->keys().find(options.reference));
    const UsageSeries series = TRY(local->keys().usage(key.id));
    print_usage(context, usage_report(series, key.id), options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_usage

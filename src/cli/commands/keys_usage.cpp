#include "cli/commands/keys_usage.h"

#include "cli/output/usage_output.h"

namespace azen::cli::keys_usage {

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    return Options{.reference = arguments.required("KEY"), .where = where};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    // The report names the key by id, so it is looked up before its use is.
    const ApiKey key = TRY(keys->find(options.reference));
    const UsageSeries series = TRY(keys->usage(key.id));
    const UsageReport report = usage_report(series, key.id);
    TRY(check_usage_field(report, options.where.output()));
    print_usage(context, report, options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_usage

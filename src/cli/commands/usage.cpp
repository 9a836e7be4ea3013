#include "cli/commands/usage.h"

#include <nlohmann/json.hpp>

#include "cli/output/usage_output.h"

namespace azen::cli::usage {

Result<Options> parse(const Arguments& arguments)
{
    Options options{.key_id = arguments.value("key-id")};
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi api = TRY(connect(options.remote, context));
    const nlohmann::ordered_json body = TRY(api.usage(options.key_id));
    // Read into numbers and written again, so that scripts get our schema whatever the server
    // added.
    const UsageReport report = TRY(usage_report(body, options.key_id));
    print_usage(context, report, options.remote.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::usage

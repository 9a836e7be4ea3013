#include "cli/commands/usage.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/output/report.h"
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
    TRY(check_usage_field(report, options.remote.output));
    print_usage(context, report, options.remote.output);
    if (options.key_id && report.summary.success + report.summary.error == 0) {
        print_note(context,
                   fmt::format("no request of a key {} was counted in these days; if there should "
                               "be some, check the id",
                               *options.key_id));
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::usage

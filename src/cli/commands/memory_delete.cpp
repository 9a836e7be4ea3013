#include "cli/commands/memory_delete.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/key_values.h"
#include "cli/output/report.h"

namespace azen::cli::memory_delete {

Result<Options> parse(const Arguments& arguments)
{
    Options options{.confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no};
    options.id = TRY(parse_memory_id(arguments.required("ID")));
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    // A missing key is reported before anything is asked.
    MemoryApi api = TRY(connect(options.remote, context));
    TRY(confirm(context, fmt::format("Delete memory {}?", options.id), options.confirmed));
    TRY(api.remove(options.id));
    if (options.remote.format == OutputFormat::json) {
        print_json(
            context,
            {{"schema", "azen.deleted-memory/v1"}, {"memoryId", options.id}, {"deleted", true}});
    } else {
        print_result(context, options.id + " is deleted");
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_delete

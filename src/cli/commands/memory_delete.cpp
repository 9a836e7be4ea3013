#include "cli/commands/memory_delete.h"

#include <fmt/core.h>

#include "cli/key_values.h"
#include "cli/output/record.h"
#include "cli/output/report.h"

namespace azen::cli::memory_delete {

namespace {

void print_outcome(Context& context, const Options& options, bool deleted)
{
    if (options.remote.output.is_for_people()) {
        print_done(context, options.id + (deleted ? " is deleted" : " would be deleted"));
        return;
    }
    print_record(context,
                 options.remote.output,
                 kind::deleted_memory,
                 {{"memoryId", options.id}, {"deleted", deleted}});
}

// Costs a request: only the server knows whether there is anything to delete.
Result<ExitStatus> try_out(const Options& options, MemoryApi& api, Context& context)
{
    announce(context, options.remote.effect);
    TRY(api.find(options.id));
    print_outcome(context, options, false);
    return ExitStatus::ok;
}

}  // namespace

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
    if (options.remote.effect == Effect::trial) {
        return try_out(options, api, context);
    }
    TRY(confirm(context, fmt::format("Delete memory {}?", options.id), options.confirmed));
    TRY(api.remove(options.id));
    print_outcome(context, options, true);
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_delete

#include "cli/commands/memory_export.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/bulk/memory_walk.h"
#include "cli/output/counted.h"
#include "cli/output/memory_output.h"
#include "cli/output/progress_line.h"
#include "cli/output/record_stream.h"
#include "cli/output/report.h"

namespace azen::cli::memory_export {

Result<Options> parse(const Arguments& arguments)
{
    Options options;
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi api = TRY(connect(options.remote, context));
    RecordStream records{
        context, options.remote.output, kind::memory, "azen.memories/v1", "memories"};
    ProgressLine progress{context};
    MemoryWalk walk{api, context};
    const Result<bool> ended =
        walk.run([&](const MemoryApi::Memory& memory, std::int64_t total) -> Result<void> {
            records.add(memory_to_json(memory));
            progress.show(fmt::format(
                "{}  {}", progress_bar(records.count(), total), counted_memories(records.count())));
            return {};
        });
    progress.clear();
    if (!ended) {
        return tl::unexpected<Error>(ended.error());
    }
    if (!*ended) {
        return ExitStatus::interrupted;
    }
    records.finish();
    // What has not been written is not told of: that the disk is full comes from the caller.
    context.out.flush();
    if (context.out) {
        print_note(context, counted_memories(records.count()));
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_export

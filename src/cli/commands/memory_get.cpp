#include "cli/commands/memory_get.h"

#include "cli/key_values.h"
#include "cli/output/memory_output.h"

namespace azen::cli::memory_get {

Result<Options> parse(const Arguments& arguments)
{
    Options options;
    // Checked here, because a request for something that is no id would be charged as well.
    options.id = TRY(parse_memory_id(arguments.required("ID")));
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi api = TRY(connect(options.remote, context));
    const MemoryApi::Memory memory = TRY(api.find(options.id));
    print_memory(context, memory, options.remote.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_get

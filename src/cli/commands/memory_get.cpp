#include "cli/commands/memory_get.h"

#include "cli/key_values.h"
#include "cli/output/memory_output.h"
#include "cli/output/report.h"

namespace azen::cli::memory_get {

Result<Options> parse(const Arguments& arguments)
{
    Options options;
    // Checked here, because a request for something that is no id would be charged as well.
    for (const std::string& id : arguments.values("ID")) {
        options.ids.push_back(TRY(parse_memory_id(id)));
    }
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi api = TRY(connect(options.remote, context));
    if (options.ids.size() == 1) {
        const MemoryApi::Memory memory = TRY(api.find(options.ids.front()));
        print_memory(context, memory, options.remote.output);
        return ExitStatus::ok;
    }
    std::vector<MemoryApi::Memory> memories;
    ExitStatus status = ExitStatus::ok;
    for (const std::string& id : options.ids) {
        Result<MemoryApi::Memory> memory = api.find(id);
        if (memory) {
            memories.push_back(*std::move(memory));
        } else if (memory.error().kind == ErrorKind::not_found) {
            print_note(context, id + ": " + memory.error().message);
            status = ExitStatus::partial;
        } else {
            return tl::unexpected<Error>(memory.error());
        }
    }
    print_several(context, memories, options.remote.output);
    return status;
}

}  // namespace azen::cli::memory_get

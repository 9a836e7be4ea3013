#include "cli/commands/memory_list.h"

#include "cli/limit_text.h"
#include "cli/output/memory_output.h"

namespace azen::cli::memory_list {
namespace {

constexpr std::int64_t max_per = 100;  // what the API gives at most
// The server would bend what is out of range; a person is better told.
constexpr std::int64_t max_page = 1'000'000'000;

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options;
    options.page = TRY(parse_count(arguments.required("page"), "--page", 1, max_page));
    options.per = TRY(parse_count(arguments.required("per"), "--per", 1, max_per));
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi api = TRY(connect(options.remote, context));
    const MemoryApi::Page page = TRY(api.list(options.page, options.per));
    print_memories(context, page, options.remote.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_list

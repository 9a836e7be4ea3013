#include "cli/commands/memory_search.h"

#include "cli/limit_text.h"
#include "cli/output/memory_output.h"
#include "cli/output/terminal_text.h"

namespace azen::cli::memory_search {
namespace {

constexpr std::int64_t max_top_k = 50;  // the API's

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.query = arguments.required("QUERY")};
    // Both would be refused by the server, at the price of a request.
    if (options.query.empty() || !is_utf8(options.query)) {
        return fail(ErrorKind::invalid,
                    "the query is empty or not UTF-8",
                    "name a word or more to search for");
    }
    options.top_k = TRY(parse_count(arguments.required("top-k"), "--top-k", 1, max_top_k));
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    MemoryApi api = TRY(connect(options.remote, context));
    const MemoryApi::Found found = TRY(api.search(options.query, options.top_k));
    print_found(context, found, options.remote.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::memory_search

#include "cli/commands/store_info.h"

#include "cli/output/store_output.h"
#include "core/store/sqlite/store_file.h"

namespace azen::cli::store_info {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const std::filesystem::path file = TRY(locate_store(options.local.store, context.environment));
    const auto store = TRY(inspect_sqlite_store(file));
    print_store_info(context, file, TRY(store->info()), options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::store_info

#include "cli/commands/keys_list.h"

#include <vector>

#include "cli/output/key_output.h"
#include "cli/output/report.h"

namespace azen::cli::keys_list {
namespace {

Result<std::vector<ApiKey>> read_keys(const Options& options, Context& context)
{
    const auto keys = open_keys(options.where, context, WhenAbsent::refuse);
    // Before the first key there is no store; but one that was named should be there.
    if (!keys && keys.error().kind == ErrorKind::not_found && !options.where.local.store) {
        print_note(context, keys.error().message);
        return std::vector<ApiKey>{};
    }
    if (!keys) {
        return tl::unexpected<Error>(keys.error());
    }
    return (*keys)->list(options.page.query());
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.page = TRY(parse_list_page(arguments)),
                   .where = TRY(parse_keys_options(arguments))};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    ListPage page = options.page;
    std::vector<ApiKey> keys = TRY(read_keys(options, context));
    page.cut(keys);
    print_keys(context, keys, page, options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_list

#include "cli/commands/users_list.h"

#include <vector>

#include "cli/in_store.h"
#include "cli/output/account_output.h"

namespace azen::cli::users_list {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.page = TRY(parse_list_page(arguments)),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    ListPage page = options.page;
    std::vector<User> users =
        TRY(list_in_store(options.local, context, [&page](Transaction& transaction) {
            return transaction.accounts().users(page.query());
        }));
    page.cut(users);
    print_users(context, users, page, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::users_list

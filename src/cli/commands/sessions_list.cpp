#include "cli/commands/sessions_list.h"

#include <vector>

#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/service/user_service.h"

namespace azen::cli::sessions_list {
namespace {

Result<std::vector<NamedSession>> list(const Options& options, Transaction& transaction)
{
    std::optional<std::string> user_id;
    if (options.user) {
        const User user = TRY(user_service::find(transaction.accounts(), *options.user));
        user_id = user.id;
    }
    std::vector<NamedSession> named;
    for (Session& session : TRY(transaction.sessions().list(user_id, options.page.query()))) {
        User user = TRY(user_service::find(transaction.accounts(), session.user_id));
        named.emplace_back(std::move(session), std::move(user));
    }
    return named;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.user = arguments.value("user"),
                   .page = TRY(parse_list_page(arguments)),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    ListPage page = options.page;
    std::vector<NamedSession> sessions =
        TRY(list_in_store(options.local, context, [&options](Transaction& transaction) {
            return list(options, transaction);
        }));
    page.cut(sessions);
    print_sessions(context, sessions, page, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::sessions_list

#include "cli/commands/sessions_revoke.h"

#include <fmt/core.h>

#include <limits>
#include <vector>

#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/service/user_service.h"

namespace azen::cli::sessions_revoke {
namespace {

constexpr Page all_of_them{.limit = std::numeric_limits<std::int64_t>::max()};

Result<std::vector<NamedSession>> revoke_all(std::string_view reference, Transaction& transaction)
{
    const User user = TRY(user_service::find(transaction.accounts(), reference));
    std::vector<NamedSession> ended;
    for (Session& session : TRY(transaction.sessions().list(user.id, all_of_them))) {
        ended.emplace_back(std::move(session), user);
    }
    TRY(transaction.sessions().erase_of(user.id));
    return ended;
}

Result<std::vector<NamedSession>> revoke_one(std::string_view id, Transaction& transaction)
{
    auto session = TRY(transaction.sessions().find_id(id));
    if (!session) {
        return fail(ErrorKind::not_found,
                    fmt::format("there is no session {}", id),
                    "list the sessions with 'azen sessions list'");
    }
    TRY(transaction.sessions().erase(id));
    User user = TRY(user_service::find(transaction.accounts(), session->user_id));
    std::vector<NamedSession> ended;
    ended.emplace_back(std::move(*session), std::move(user));
    return ended;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.session = arguments.value("SESSION"),
                    .user = arguments.value("user"),
                    .local = parse_local_options(arguments)};
    if (options.session.has_value() == options.user.has_value()) {
        return fail(ErrorKind::invalid,
                    options.user ? "SESSION and --user exclude each other" : "no session to end",
                    "give a session's id, or --user USER for all of a user");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto ended =
        TRY(in_store(options.local, context, WhenAbsent::refuse, [&](Transaction& transaction) {
            return options.user ? revoke_all(*options.user, transaction)
                                : revoke_one(options.session.value_or(""), transaction);
        }));
    print_revoked_sessions(context, ended, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::sessions_revoke

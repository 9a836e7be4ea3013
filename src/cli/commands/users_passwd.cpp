#include "cli/commands/users_passwd.h"

#include <fmt/core.h>

#include "cli/effect.h"
#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/account/password.h"
#include "core/service/user_service.h"

namespace azen::cli::users_passwd {
namespace {

Result<std::string> choose_email(const Options& options, const User& user)
{
    if (!options.email && !user.email) {
        return fail(ErrorKind::invalid,
                    fmt::format("the user \"{}\" has no address to sign in with", user.name),
                    "give one with --email");
    }
    return options.email ? *options.email : *user.email;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.reference = arguments.required("USER"),
                    .email = arguments.value("email"),
                    .password = password_source_of(arguments),
                    .local = parse_local_options(arguments)};
    if (options.email) {
        TRY(user_service::check_email(*options.email));
    }
    return options;
}

// Two transactions: nobody should be asked for the password of a user who is not there, and nobody
// should wait while it is typed and hashed. The second one goes by the id.
Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    const User found = TRY(in_transaction(local->store(), [&](Transaction& transaction) {
        return user_service::find(transaction.accounts(), options.reference);
    }));
    const std::string email = TRY(choose_email(options, found));
    const Secret password = TRY(read_new_password(options.password, context));
    const user_service::Credentials credentials{
        .email = email,
        .password_hash = password::hash(password.reveal(), PasswordCost{}, context.random)};
    const User user = TRY(in_transaction(local->store(), [&](Transaction& transaction) {
        return user_service::set_credentials(
            transaction, found.id, credentials, context.clock.now());
    }));
    print_changed_user(
        context,
        user,
        fmt::format("{0} {1} given the password, to sign in as {2}; all sessions {3} ended",
                    user.name,
                    is_done(context),
                    user.email.value_or(""),
                    are_done(context)),
        options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::users_passwd

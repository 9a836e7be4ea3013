#include "cli/commands/users_create.h"

#include <fmt/core.h>

#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/account/password.h"
#include "core/service/user_service.h"

namespace azen::cli::users_create {
namespace {

using user_service::Credentials;

// Before there is a transaction: typing and hashing take their time.
Result<std::optional<Credentials>> read_credentials(const Options& options, Context& context)
{
    if (!options.email) {
        return std::nullopt;
    }
    const Secret password = TRY(read_new_password(options.password, context));
    return Credentials{
        .email = *options.email,
        .password_hash = password::hash(password.reveal(), PasswordCost{}, context.random)};
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.name = arguments.required("NAME"),
                    .email = arguments.value("email"),
                    .password = password_source_of(arguments),
                    .local = parse_local_options(arguments)};
    if (options.email) {
        TRY(user_service::check_email(*options.email));
    } else if (options.password.file || options.password.standard_input) {
        return fail(ErrorKind::invalid,
                    "a password is of no use without an address to sign in with",
                    "give the address with --email");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto credentials = TRY(read_credentials(options, context));
    const User user =
        TRY(in_store(options.local, context, WhenAbsent::make, [&](Transaction& transaction) {
            return user_service::create(transaction.accounts(),
                                        options.name,
                                        credentials,
                                        context.random,
                                        context.clock.now());
        }));
    print_new_user(context, user, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::users_create

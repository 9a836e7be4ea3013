#include "cli/commands/users_enable.h"

#include <fmt/core.h>

#include "cli/effect.h"
#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/service/user_service.h"

namespace azen::cli::users_enable {
namespace {

using user_service::Enabled;

Result<User> set(const Options& options, Enabled enabled, Context& context)
{
    return in_store(options.local, context, WhenAbsent::refuse, [&](Transaction& transaction) {
        return user_service::set_enabled(
            transaction, options.reference, enabled, context.clock.now());
    });
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.reference = arguments.required("USER"),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run_enable(const Options& options, Context& context)
{
    const User user = TRY(set(options, Enabled::yes, context));
    print_changed_user(context,
                       user,
                       fmt::format("{} {} enabled", user.name, is_done(context)),
                       options.local.output);
    return ExitStatus::ok;
}

Result<ExitStatus> run_disable(const Options& options, Context& context)
{
    const User user = TRY(set(options, Enabled::no, context));
    print_changed_user(context,
                       user,
                       fmt::format("{} {} disabled, and all sessions {} ended",
                                   user.name,
                                   is_done(context),
                                   are_done(context)),
                       options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::users_enable

#include "cli/commands/orgs_members.h"

#include <fmt/core.h>

#include <vector>

#include "cli/effect.h"
#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/service/organization_service.h"
#include "core/service/user_service.h"

namespace azen::cli::orgs_members {
namespace {

Result<NamedMember> with_user(Transaction& transaction, Member member)
{
    User user = TRY(user_service::find(transaction.accounts(), member.user_id));
    return NamedMember{std::move(member), std::move(user)};
}

Result<NamedMember> change(const Options& options, Transaction& transaction, Context& context)
{
    if (options.remove) {
        return with_user(
            transaction,
            TRY(organization_service::dismiss(transaction, options.organization, *options.remove)));
    }
    return with_user(transaction,
                     TRY(organization_service::appoint(transaction,
                                                       {.organization = options.organization,
                                                        .user = options.add.value_or(""),
                                                        .role = options.role},
                                                       context.random,
                                                       context.clock.now())));
}

Result<std::vector<NamedMember>> list(const Options& options, Transaction& transaction)
{
    const Organization organization =
        TRY(organization_service::find(transaction.accounts(), options.organization));
    std::vector<NamedMember> named;
    for (Member& member : TRY(transaction.members().of_organization(organization.id))) {
        named.push_back(TRY(with_user(transaction, std::move(member))));
    }
    return named;
}

std::string sentence_of(const Options& options, const NamedMember& changed, const Context& context)
{
    const auto& [member, user] = changed;
    return options.remove ? fmt::format("{} {} no member of {} any more; the keys it made stay",
                                        user.name,
                                        is_done(context),
                                        options.organization)
                          : fmt::format("{} {} {} of {}",
                                        user.name,
                                        is_done(context),
                                        to_string(member.role),
                                        options.organization);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.organization = arguments.required("ORG"),
                    .add = arguments.value("add"),
                    .remove = arguments.value("remove"),
                    .local = parse_local_options(arguments)};
    if (arguments.has("role") && !options.add) {
        return fail(ErrorKind::invalid,
                    "--role says nothing without --add",
                    "name a user with --add; a member that is added again changes its role");
    }
    options.role = parse_role(arguments.required("role")).value_or(Role::member);
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (!options.add && !options.remove) {
        const auto members =
            TRY(in_store(options.local, context, WhenAbsent::refuse, [&](Transaction& transaction) {
                return list(options, transaction);
            }));
        print_members(context, members, options.local.output);
        return ExitStatus::ok;
    }
    const NamedMember changed =
        TRY(in_store(options.local, context, WhenAbsent::refuse, [&](Transaction& transaction) {
            return change(options, transaction, context);
        }));
    print_changed_member(
        context, changed, sentence_of(options, changed, context), options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::orgs_members

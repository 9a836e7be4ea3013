#include "cli/commands/orgs_create.h"

#include "cli/in_store.h"
#include "cli/output/account_output.h"
#include "core/service/organization_service.h"

namespace azen::cli::orgs_create {
namespace {

Result<Organization> create(const Options& options, Transaction& transaction, Context& context)
{
    const Timestamp now = context.clock.now();
    Organization made =
        TRY(organization_service::create(transaction.accounts(),
                                         {.name = options.name, .slug = options.slug.value_or("")},
                                         context.random,
                                         now));
    if (options.owner) {
        TRY(organization_service::appoint(
            transaction,
            {.organization = made.id, .user = *options.owner, .role = Role::owner},
            context.random,
            now));
    }
    return made;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.name = arguments.required("NAME"),
                   .slug = arguments.value("slug"),
                   .owner = arguments.value("owner"),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const Organization organization =
        TRY(in_store(options.local, context, WhenAbsent::make, [&](Transaction& transaction) {
            return create(options, transaction, context);
        }));
    print_new_organization(context, organization, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::orgs_create

#include "cli/commands/audit_export.h"

#include "cli/audit_walk.h"
#include "cli/output/audit_output.h"

namespace azen::cli::audit_export {

Result<Options> parse(const Arguments& arguments)
{
    return Options{.local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    TRY(walk_audit(local->store(), [&context](const AuditRow& row) {
        print_audit_line(context, row, {.format = OutputFormat::jsonl});
        return static_cast<bool>(context.out);
    }));
    return ExitStatus::ok;
}

}  // namespace azen::cli::audit_export

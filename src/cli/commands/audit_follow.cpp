#include "cli/commands/audit_follow.h"

#include <algorithm>

#include "cli/output/audit_output.h"

namespace azen::cli::audit_follow {
namespace {

constexpr std::int64_t first_shown = 10;
constexpr milliseconds pause_between{1'000};

Result<std::vector<AuditRow>> read_rows(Store& store, const AuditQuery& query)
{
    const auto transaction = TRY(store.begin(Durability::process_crash));
    auto rows = TRY(transaction->audit().list(query));
    TRY(transaction->commit());
    return rows;
}

void print_rows(const std::vector<AuditRow>& rows, const Options& options, Context& context)
{
    for (const AuditRow& row : rows) {
        print_audit_line(context, row, options.local.output);
    }
    // A reader further down the pipe is waiting for it.
    context.out.flush();
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    auto rows = TRY(read_rows(local->store(), {.newest_first = true, .limit = first_shown}));
    std::ranges::reverse(rows);
    std::int64_t last = 0;
    while (true) {
        print_rows(rows, options, context);
        if (!context.out || (context.is_unread && context.is_unread())) {
            return ExitStatus::ok;
        }
        last = rows.empty() ? last : rows.back().sequence;
        context.pause(pause_between);
        rows = TRY(read_rows(local->store(), {.after = last}));
    }
}

}  // namespace azen::cli::audit_follow

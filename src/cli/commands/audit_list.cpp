#include "cli/commands/audit_list.h"

#include "cli/output/audit_output.h"
#include "core/base/time_text.h"

namespace azen::cli::audit_list {
namespace {

// A length of time is one ago here: the trail has no future.
Result<Timestamp> parse_since(std::string_view text, Timestamp now)
{
    if (const auto length = parse_duration(text)) {
        return now - *length;
    }
    if (const auto moment = parse_moment(text, now)) {
        return moment;
    }
    return fail(
        ErrorKind::invalid,
        "--since is no moment: neither a duration ago, nor a date, nor a UTC time",
        "write for example 7d, 2026-12-31 or 2026-12-31T23:59:59Z; a duration has the units "
        "y, w, d, h, m, s and ms, and at most 100 years");
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.subject = arguments.value("subject"),
                    .page = TRY(parse_list_page(arguments)),
                    .local = parse_local_options(arguments)};
    if (const auto since = arguments.value("since")) {
        options.since = TRY(parse_since(*since, arguments.now()));
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    ListPage page = options.page;
    const auto transaction = TRY(local->store().begin(Durability::process_crash));
    auto rows = TRY(transaction->audit().list({.subject = options.subject,
                                               .since = options.since,
                                               .newest_first = true,
                                               .offset = page.query().offset,
                                               .limit = page.query().limit}));
    TRY(transaction->commit());
    page.cut(rows);
    print_audit_page(context, rows, page, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::audit_list

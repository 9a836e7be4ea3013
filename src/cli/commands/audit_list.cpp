#include "cli/commands/audit_list.h"

#include "cli/limit_text.h"
#include "cli/output/audit_output.h"
#include "core/base/time_text.h"

namespace azen::cli::audit_list {
namespace {

constexpr std::int64_t max_limit = 1'000;
constexpr std::int64_t max_page = 1'000'000;

// A length of time is one ago here: the trail has no future.
Result<Timestamp> parse_since(std::string_view text, Timestamp now)
{
    if (const auto length = parse_duration(text)) {
        return now - *length;
    }
    return parse_moment(text, now);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.subject = arguments.value("subject"), .local = parse_local_options(arguments)};
    if (const auto since = arguments.value("since")) {
        options.since = TRY(parse_since(*since, arguments.now()));
    }
    options.page = TRY(parse_count(arguments.required("page"), "--page", 1, max_page));
    options.limit = TRY(parse_count(arguments.required("limit"), "--limit", 1, max_limit));
    return options;
}

// One more than a page holds is asked for: whether there are more shows at once.
Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto local = TRY(LocalStore::open(options.local, context, WhenAbsent::refuse));
    const auto transaction = TRY(local->store().begin(Durability::process_crash));
    auto rows = TRY(transaction->audit().list({.subject = options.subject,
                                               .since = options.since,
                                               .newest_first = true,
                                               .offset = (options.page - 1) * options.limit,
                                               .limit = options.limit + 1}));
    TRY(transaction->commit());
    const bool more = rows.size() > static_cast<std::size_t>(options.limit);
    if (more) {
        rows.pop_back();
    }
    print_audit_page(context,
                     {.rows = rows, .page = options.page, .limit = options.limit, .more = more},
                     options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::audit_list

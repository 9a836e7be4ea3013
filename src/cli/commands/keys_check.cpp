#include "cli/commands/keys_check.h"

#include <algorithm>

#include "cli/output/key_check_output.h"
#include "core/base/time_text.h"

namespace azen::cli::keys_check {
namespace {

Result<std::optional<milliseconds>> read_length(const Arguments& arguments, std::string_view name)
{
    const auto text = arguments.value(name);
    if (!text) {
        return std::nullopt;
    }
    return TRY(parse_duration(*text));
}

// A new secret that waits for its first use does not make the old one any younger.
Timestamp secret_since(const KeyRecord& record)
{
    const auto current = std::ranges::find(record.secrets, SecretState::active, &KeySecret::state);
    return current == record.secrets.end() ? record.key.created_at : current->created_at;
}

void check_record(const KeyRecord& record,
                  const KeyPolicy& policy,
                  Timestamp now,
                  KeyCheckReport& report)
{
    report.checked += status_of(record.key, now) == KeyStatus::active ? 1 : 0;
    for (const KeyFinding& finding : check(record.key, secret_since(record), policy, now)) {
        report.violations.push_back({.key = record.key, .finding = finding});
    }
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    Options options{.where = where};
    options.policy.expiring = TRY(read_length(arguments, "expiring"));
    options.policy.unused = TRY(read_length(arguments, "unused"));
    options.policy.max_age = TRY(read_length(arguments, "max-age"));
    options.policy.no_expiry = arguments.has("no-expiry");
    const KeyPolicy& policy = options.policy;
    if (!policy.expiring && !policy.unused && !policy.max_age && !policy.no_expiry) {
        return fail(ErrorKind::invalid,
                    "nothing to look for",
                    "give --expiring, --unused, --max-age or --no-expiry");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    KeyCheckReport report{.where = TRY(whereabouts(options.where, context))};
    const Timestamp now = context.clock.now();
    TRY(keys->for_each([&](const KeyRecord& record) -> Result<void> {
        check_record(record, options.policy, now, report);
        return {};
    }));
    print_key_check(context, report, options.where.output());
    return report.violations.empty() ? ExitStatus::ok : ExitStatus::negative;
}

}  // namespace azen::cli::keys_check

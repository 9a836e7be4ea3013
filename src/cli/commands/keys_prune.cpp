#include "cli/commands/keys_prune.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/output/counted.h"
#include "cli/output/prune_output.h"
#include "core/base/time_text.h"

namespace azen::cli::keys_prune {
namespace {

// At a terminal the question is about the list above it; both go where people look. A trial removes
// nothing, so there is nothing to ask about.
Result<void> ask(const std::vector<DeadKey>& dead, const Options& options, Context& context)
{
    if (options.where.is_trial()) {
        return {};
    }
    if (options.confirmed == Confirmed::no && context.terminals.err) {
        print_dead_keys(context.err, dead, context.clock.now());
    }
    return confirm(context,
                   fmt::format("Remove {} for good?", counted(dead.size(), "key")),
                   options.confirmed);
}

Result<std::vector<DeadKey>> remove(const std::vector<DeadKey>& dead,
                                    const Options& options,
                                    KeyService& keys)
{
    std::vector<std::string> ids;
    std::ranges::transform(
        dead, std::back_inserter(ids), [](const DeadKey& each) { return each.key.id; });
    return keys.remove_dead(ids, options.policy);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    Options options{.policy = {.expired = arguments.has("expired"),
                               .revoked = arguments.has("revoked"),
                               .exhausted = arguments.has("exhausted")},
                    .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                    .where = where};
    if (const auto length = arguments.value("for")) {
        options.policy.at_least = TRY(parse_duration(*length));
    }
    if (!options.policy.expired && !options.policy.revoked && !options.policy.exhausted) {
        return fail(ErrorKind::invalid,
                    "it is not said which keys are to go",
                    "give --expired, --revoked or --exhausted");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    std::vector<DeadKey> dead = TRY(keys->find_dead(options.policy));
    if (!dead.empty()) {
        TRY(ask(dead, options, context));
        dead = TRY(remove(dead, options, *keys));
    }
    print_pruned(context, dead, options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_prune

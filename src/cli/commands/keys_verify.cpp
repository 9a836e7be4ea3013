#include "cli/commands/keys_verify.h"

#include "cli/output/explanation_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/verdict_output.h"
#include "core/base/time_text.h"
#include "core/service/key_explainer.h"

namespace azen::cli::keys_verify {
namespace {

VerdictView view_of(const Verification& verification)
{
    return {.refusal = verification.refusal,
            .key = verification.key,
            .allowance = verification.allowance};
}

// Both limits are one to a script: wait, then try again.
ExitStatus status_for(const std::optional<Refusal>& refusal)
{
    if (!refusal) {
        return ExitStatus::ok;
    }
    const bool over_limit =
        *refusal == Refusal::rate_limited || *refusal == Refusal::quota_exceeded;
    return over_limit ? ExitStatus::rate_limited : ExitStatus::negative;
}

Result<ExitStatus> run_dry(const Options& options,
                           std::string_view secret,
                           Store& store,
                           Context& context)
{
    const Timestamp at = options.at.value_or(context.clock.now());
    const Explanation explanation =
        TRY(key_explainer::explain(store, secret, options.permission, at));
    if (options.explain) {
        print_explanation(context, explanation, options.permission, options.local.output);
    } else {
        print_dry_verdict(context, explanation, options.local.output);
    }
    return status_for(explanation.refusal);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.permission = arguments.value("permission").value_or(""),
                    .explain = arguments.has("explain"),
                    .local = parse_local_options(arguments)};
    if (const auto at = arguments.value("at")) {
        options.at = TRY(parse_moment(*at, arguments.now()));
    }
    options.key_source = TRY(parse_key_source(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const Secret secret = TRY(read_presented_key(options.key_source, context));
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    if (options.explain || options.at) {
        return run_dry(options, secret.reveal(), local->store(), context);
    }
    const Verification verification =
        TRY(local->keys().verify(secret.reveal(), options.permission));
    if (options.local.output.is_for_people()) {
        print_result(context, verdict_text(view_of(verification)));
    } else {
        print_record(
            context, options.local.output, kind::verification, verdict_json(view_of(verification)));
    }
    // Where scripts count and no server runs, nobody else would ever shorten the journal. It is
    // upkeep: what was decided stands without it.
    static_cast<void>(local->store().maintain());
    return status_for(verification.refusal);
}

}  // namespace azen::cli::keys_verify

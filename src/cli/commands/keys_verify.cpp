#include "cli/commands/keys_verify.h"

#include "cli/output/explanation_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/verdict_output.h"
#include "core/base/time_text.h"

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
                           KeyService& keys,
                           Context& context)
{
    const Explanation explanation = TRY(keys.explain(secret, options.permission, options.at));
    if (options.explain) {
        print_explanation(context, explanation, options.permission, options.where.output());
    } else {
        print_dry_verdict(context, explanation, options.where.output());
    }
    return status_for(explanation.refusal);
}

// As `keys permit` has it: what no key can ever hold would only ever be refused.
Result<void> check_permission(const std::string& permission)
{
    TRY(Permissions::parse(permission));
    return permission.find(',') == std::string::npos
               ? Result<void>{}
               : fail(ErrorKind::invalid,
                      "--permission asks for one permission",
                      "write it like memory.read; ask once for each");
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments, KeyFile::presented));
    Options options{.permission = arguments.value("permission").value_or(""),
                    .explain = arguments.has("explain"),
                    .where = where};
    if (!options.permission.empty()) {
        TRY(check_permission(options.permission));
    }
    if (const auto at = arguments.value("at")) {
        options.at = TRY(parse_moment(*at, arguments.now()));
    }
    options.key_source = TRY(parse_key_source(arguments));
    if (where.server && !options.key_source.file && !options.key_source.standard_input) {
        return fail(ErrorKind::invalid,
                    "with a server, AZEN_API_KEY is the key that asks, not the one to verify",
                    "give the latter with --key-file FILE or --key-stdin");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const Secret secret = TRY(read_presented_key(options.key_source, context));
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    if (options.explain || options.at) {
        return run_dry(options, secret.reveal(), *keys, context);
    }
    const Verification verification = TRY(keys->verify(secret.reveal(), options.permission));
    if (options.where.output().is_for_people()) {
        print_result(context, verdict_text(view_of(verification)));
    } else {
        print_record(context,
                     options.where.output(),
                     kind::verification,
                     verdict_json(view_of(verification)));
    }
    return status_for(verification.refusal);
}

}  // namespace azen::cli::keys_verify

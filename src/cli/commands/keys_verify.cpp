#include "cli/commands/keys_verify.h"

#include <fmt/core.h>

#include "cli/output/record.h"
#include "cli/output/report.h"
#include "core/base/time_text.h"

namespace azen::cli::keys_verify {
namespace {

using Json = nlohmann::ordered_json;

// An allowance is there only where limits had a say; what is unknown is null, never zero.
Json json_of(const Verification& verification)
{
    const std::optional<ApiKey>& key = verification.key;
    const Allowance allowance = verification.allowance.value_or(Allowance{});
    return Json{
        {"accepted", !verification.refusal},
        {"reason", verification.refusal ? Json(to_string(*verification.refusal)) : Json(nullptr)},
        {"apiKeyId", key ? Json(key->id) : Json(nullptr)},
        {"name", key ? Json(key->name) : Json(nullptr)},
        {"userId", key ? Json(key->user_id) : Json(nullptr)},
        {"organizationId", key ? Json(key->organization_id) : Json(nullptr)},
        {"requestsLeft", allowance.rate_limited ? Json(allowance.tokens) : Json(nullptr)},
        {"quotaRemaining",
         allowance.quota_remaining ? Json(*allowance.quota_remaining) : Json(nullptr)},
        {"waitMs", allowance.wait ? Json(allowance.wait->count()) : Json(nullptr)},
    };
}

// The reason in full: whoever can read the store may know it, unlike a client over HTTP.
std::string sentence_about(const Verification& verification)
{
    const std::string name =
        verification.key ? fmt::format(" ({})", verification.key->name) : std::string{};
    if (!verification.refusal) {
        return "accepted" + name;
    }
    std::string sentence = fmt::format("refused: {}{}", to_string(*verification.refusal), name);
    const std::optional<Allowance>& allowance = verification.allowance;
    if (allowance && allowance->wait && allowance->wait->count() > 0) {
        sentence += "; passes again in " + format_duration(*allowance->wait);
    }
    return sentence;
}

// Both limits are one to a script: wait, then try again.
ExitStatus status_for(const Verification& verification)
{
    if (!verification.refusal) {
        return ExitStatus::ok;
    }
    const bool over_limit = *verification.refusal == Refusal::rate_limited ||
                            *verification.refusal == Refusal::quota_exceeded;
    return over_limit ? ExitStatus::rate_limited : ExitStatus::negative;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.permission = arguments.value("permission").value_or(""),
                    .local = parse_local_options(arguments)};
    options.key_source = TRY(parse_key_source(arguments));
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const Secret secret = TRY(read_presented_key(options.key_source, context));
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    const Verification verification =
        TRY(local->keys().verify(secret.reveal(), options.permission));
    if (options.local.output.is_for_people()) {
        print_result(context, sentence_about(verification));
    } else {
        print_record(context, options.local.output, kind::verification, json_of(verification));
    }
    // Where scripts count and no server runs, nobody else would ever shorten the journal. It is
    // upkeep: what was decided stands without it.
    static_cast<void>(local->store().maintain());
    return status_for(verification);
}

}  // namespace azen::cli::keys_verify

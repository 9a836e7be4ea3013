#include "cli/commands/keys_limit.h"

#include <fmt/core.h>

#include "cli/effect.h"
#include "cli/limit_text.h"
#include "cli/output/key_output.h"

namespace azen::cli::keys_limit {
namespace {

// Three answers: not asked, none, a number. Hence an optional in an optional.
Result<Options::Quota> read_quota(const Arguments& arguments)
{
    const std::optional<std::string> text = arguments.value("quota");
    if (!text) {
        return Options::Quota{};
    }
    if (*text == "none") {
        return Options::Quota{std::optional<std::int64_t>{}};
    }
    const std::int64_t requests = TRY(parse_count(*text, "--quota", 0, max_quota));
    return Options::Quota{requests};
}

Result<Options::Refilling> read_refill(const Arguments& arguments)
{
    const std::optional<std::string> text = arguments.value("refill");
    if (!text) {
        return Options::Refilling{};
    }
    if (*text == "none") {
        return Options::Refilling{std::optional<Refill>{}};
    }
    const Refill refill = TRY(parse_refill(*text));
    return Options::Refilling{refill};
}

// All limits, not only what changed: a limit is understood together with the others.
std::string sentence_about(const ApiKey& key, const Context& context)
{
    const std::optional<std::int64_t>& remaining = key.use.quota.remaining;
    return fmt::format("{} {} limited to rate {}, quota {}, refill {}",
                       key.name,
                       is_done(context),
                       format_rate(key.rate_limit),
                       remaining ? std::to_string(*remaining) : "none",
                       key.refill ? format_refill(*key.refill) : "none");
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    TRY(refuse_session(where, "a limit"));
    Options options{.reference = arguments.required("KEY"), .where = where};
    if (const auto rate = arguments.value("rate")) {
        options.rate = TRY(parse_rate(*rate));
    }
    options.quota = TRY(read_quota(arguments));
    options.refill = TRY(read_refill(arguments));
    if (!options.rate && !options.quota && !options.refill) {
        return fail(ErrorKind::invalid,
                    "nothing to change",
                    "give --rate, --quota or --refill; `azen keys show` tells what holds now");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const KeyChange change{
        .rate_limit = options.rate, .quota = options.quota, .refill = options.refill};
    const ApiKey key = TRY(keys->change(options.reference, change));
    print_changed_key(context, key, sentence_about(key, context), options.where.output());
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_limit

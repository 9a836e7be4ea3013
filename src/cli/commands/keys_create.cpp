#include "cli/commands/keys_create.h"

#include <fmt/core.h>

#include <utility>

#include <nlohmann/json.hpp>

#include "cli/key_values.h"
#include "cli/limit_text.h"
#include "cli/output/key_output.h"
#include "cli/output/report.h"
#include "cli/process.h"
#include "core/service/key_creation.h"

namespace azen::cli::keys_create {
namespace {

// What is not said keeps the defaults that NewKey has; the table shows the same ones.
Result<void> read_limits(const Arguments& arguments, NewKey& key)
{
    if (const auto rate = arguments.value("rate")) {
        key.rate_limit = TRY(parse_rate(*rate));
    }
    if (const auto quota = arguments.value("quota")) {
        key.remaining = TRY(parse_count(*quota, "--quota", 0, max_quota));
    }
    if (const auto refill = arguments.value("refill")) {
        key.refill = TRY(parse_refill(*refill));
    }
    if (key.refill && !key.remaining) {
        return fail(ErrorKind::invalid,
                    "--refill needs a quota to fill",
                    "say how many requests there are at first with --quota");
    }
    return {};
}

// The prefix is checked here although the service does too: before a store is made for nothing.
Result<void> read_owner(const Arguments& arguments, NewKey& key)
{
    // The defaults are for stores: a server has its own.
    if (arguments.has("organization")) {
        key.organization = arguments.value("organization");
    }
    if (arguments.has("user")) {
        key.user = arguments.value("user");
    }
    key.prefix = arguments.required("prefix");
    return key_secret::check_prefix(key.prefix);
}

// From here on its idempotency key makes nothing new.
Result<void> confirm_delivery(const IssuedKey& issued, const Options& options, KeyService& keys)
{
    if (options.key.idempotency_key) {
        TRY(keys.conclude({.key = issued.key, .secret = {}, .hash = issued.hash},
                          Succession::on_first_use));
    }
    return {};
}

// A key that nobody has the secret of would only be in the way.
Result<void> hand_over(const IssuedKey& issued,
                       const Options& options,
                       SecretSink& sink,
                       KeyService& keys,
                       const Clock& clock)
{
    const Secret text =
        render_secret(options.notation, issued.secret, new_key_object(issued, clock.now()));
    const Result<void> delivered = sink.deliver(text, issued.key);
    if (delivered) {
        return confirm_delivery(issued, options, keys);
    }
    TRY(keys.revoke(issued.key.id));
    return fail(delivered.error().kind,
                fmt::format("the key \"{}\" has been revoked, as its secret reached nobody: {}",
                            issued.key.name,
                            delivered.error().message),
                delivered.error().hint);
}

}  // namespace

// Permissions and metadata last: they are the only ones with a grammar of their own.
Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    for (const std::string_view name : {"rate", "quota", "refill", "permissions"}) {
        if (arguments.has(name)) {
            TRY(refuse_session(where, fmt::format("--{}", name)));
        }
    }
    Options options{.key = NewKey{.name = arguments.required("NAME")},
                    .notation = {},
                    .sink = {},
                    .where = where};
    options.notation = TRY(parse_secret_notation(arguments));
    options.sink = TRY(parse_sink_choice(arguments));
    NewKey& key = options.key;
    key.enabled = !arguments.has("disabled");
    key.idempotency_key = arguments.value("idempotency-key");
    key.expires_at = TRY(parse_expiry(arguments.required("expires"), arguments.now()));
    TRY(read_limits(arguments, key));
    TRY(read_owner(arguments, key));
    if (const auto permissions = arguments.value("permissions")) {
        key.permissions = TRY(Permissions::parse(*permissions));
    }
    if (const auto metadata = arguments.value("metadata")) {
        key.metadata = TRY(parse_metadata(*metadata));
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    report_broken_pipes();
    const auto sink = TRY(open_secret_sink(options.sink, context));
    // The one command that may start from nothing.
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::make));
    const IssuedKey issued = TRY(keys->create(options.key));
    if (options.where.is_trial()) {
        print_trial_key(context, issued.key, options.where.output());
        return ExitStatus::ok;
    }
    if (!issued.is_new()) {
        print_repeated_creation(context, issued, options.where.output());
        return ExitStatus::ok;
    }
    TRY(hand_over(issued, options, *sink, *keys, context.clock));
    if (options.where.output().is_for_people()) {
        print_issued_key(context, issued.key, sink->whereabouts());
    }
    // A mistyped name makes a second organization, whose keys see none of the first one's memories.
    if (issued.organization_created) {
        print_note(context,
                   fmt::format("made organization {} (id {})",
                               options.key.organization.value_or(
                                   std::string{key_creation::default_organization}),
                               issued.key.organization_id));
    }
    return ExitStatus::ok;
}

}  // namespace azen::cli::keys_create

#include "cli/commands/keys_rotate.h"

#include <fmt/core.h>

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/output/report.h"
#include "cli/output/secret_output.h"
#include "cli/process.h"
#include "core/base/time_text.h"

namespace azen::cli::keys_rotate {
namespace {

// What is about a new secret, which finishing and aborting do not make.
constexpr std::array about_new_secret{
    "grace", "start-grace", "now", "deliver", "to-file", "to-fd", "idempotency-key", "variable"};

Result<Step> parse_step(const Arguments& arguments)
{
    const bool finish = arguments.has("finish");
    if (!finish && !arguments.has("abort")) {
        return Step::begin;
    }
    const std::string_view step = finish ? "finish" : "abort";
    for (const std::string_view name : about_new_secret) {
        if (arguments.has(name)) {
            return fail(
                ErrorKind::invalid,
                fmt::format("--{} makes no new secret: --{} means nothing to it", step, name),
                "leave one of them out");
        }
    }
    return finish ? Step::finish : Step::abort;
}

Result<RotationPlan> parse_plan(const Arguments& arguments)
{
    RotationPlan plan;
    plan.request.grace = TRY(parse_duration(arguments.required("grace")));
    plan.request.idempotency_key = arguments.value("idempotency-key");
    plan.notation = TRY(parse_secret_notation(arguments));
    if (arguments.has("now")) {
        plan.succession = Succession::at_once;
    } else if (arguments.required("start-grace") == "now") {
        plan.succession = Succession::grace_from_now;
    }
    return plan;
}

Result<void> confirm_takeover(const Options& options, const ApiKey& key, Context& context)
{
    if (options.plan.succession != Succession::at_once || options.local.effect == Effect::trial) {
        return {};
    }
    return confirm(
        context,
        fmt::format(
            "Revoke the present secret of key {} (starts with {}) at once?", key.name, key.start),
        options.confirmed);
}

// A repeated command gets no secret: it was shown once.
void print_nothing_done(const Options& options, const BegunRotation& begun, Context& context)
{
    if (!options.local.output.is_for_people()) {
        print_json(context,
                   rotation_object(report_of(options.plan, begun), {}, context.clock.now()));
    }
    print_repeated_rotation(context, begun.key);
}

// By id from here on: what was confirmed is what is rotated, whatever is renamed meanwhile.
Result<ExitStatus> rotate(const Options& options, Context& context)
{
    report_broken_pipes();
    const auto sink = TRY(open_secret_sink(options.sink, context));
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    const ApiKey key = TRY(local->keys().find(options.reference));
    TRY(confirm_takeover(options, key, context));
    const RotationOutcome outcome =
        TRY(rotate_key(local->rotation(), key.id, options.plan, *sink, context.clock));
    if (!outcome.after) {
        print_nothing_done(options, outcome.begun, context);
    } else if (options.local.output.is_for_people()) {
        print_rotation(
            context, report_of(options.plan, outcome.begun), *outcome.after, sink->whereabouts());
    }
    return ExitStatus::ok;
}

// Its secret is not shown: nothing will ever accept it.
Result<ExitStatus> try_out(const Options& options, Context& context)
{
    const auto sink = TRY(open_secret_sink(options.sink, context));
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    const BegunRotation begun =
        TRY(local->rotation().begin(options.reference, options.plan.request));
    const RotationReport report = report_of(options.plan, begun);
    if (!options.local.output.is_for_people()) {
        print_json(context, rotation_object(report, {}, context.clock.now()));
    } else if (begun.secret) {
        print_trial_rotation(context, report);
    } else {
        print_repeated_rotation(context, begun.key);
    }
    return ExitStatus::ok;
}

Result<void> confirm_finish(const Options& options, const KeyHistory& history, Context& context)
{
    const Timestamp now = context.clock.now();
    const KeySecret* old = rotation::find(history.secrets, SecretState::retiring);
    const bool works = old != nullptr && state_at(*old, now) == SecretState::retiring;
    if (!works || options.local.effect == Effect::trial) {
        return {};
    }
    for (const SecretUse& use : history.retiring_uses) {
        if (use.secret == old->hash) {
            print_note(context, "the old secret is in use: " + describe_use(use, now));
        }
    }
    return confirm(
        context,
        fmt::format(
            "Revoke the old secret of key {} (starts with {})?", history.key.name, old->start),
        options.confirmed);
}

Result<ExitStatus> end(const Options& options, Context& context)
{
    const auto local = TRY(LocalKeys::open(options.local, context, WhenAbsent::refuse));
    RotationService& service = local->rotation();
    const KeyHistory before = TRY(service.history(options.reference));
    const bool finishes = options.step == Step::finish;
    if (finishes) {
        TRY(confirm_finish(options, before, context));
    }
    const std::string& id = before.key.id;
    const Result<KeyHistory> ended = finishes ? service.finish(id) : service.abort(id);
    const KeyHistory after = TRY(ended);
    if (!options.local.output.is_for_people()) {
        print_key_history(context, after, options.local.output);
        return ExitStatus::ok;
    }
    print_done(
        context,
        fmt::format(
            "the {} secret of {} is revoked", finishes ? "old" : "new, unused", after.key.name));
    return ExitStatus::ok;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.reference = arguments.required("KEY"),
                    .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                    .local = parse_local_options(arguments)};
    options.step = TRY(parse_step(arguments));
    options.plan = TRY(parse_plan(arguments));
    options.sink = TRY(parse_sink_choice(arguments));
    const SecretForm form = options.plan.notation.form;
    const bool needs_secret = form == SecretForm::env || form == SecretForm::dotenv;
    if (options.step != Step::begin && needs_secret) {
        return fail(ErrorKind::invalid,
                    "there is no new secret to put into a variable",
                    "leave --output out, or make it json");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (options.step != Step::begin) {
        return end(options, context);
    }
    return options.local.effect == Effect::trial ? try_out(options, context)
                                                 : rotate(options, context);
}

}  // namespace azen::cli::keys_rotate

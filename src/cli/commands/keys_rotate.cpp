#include "cli/commands/keys_rotate.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/effect.h"
#include "cli/output/report.h"
#include "cli/output/secret_output.h"
#include "cli/process.h"
#include "core/base/time_text.h"

namespace azen::cli::keys_rotate {
namespace {

// What is about a new secret, which only beginning makes.
constexpr std::array about_new_secret{
    "grace", "start-grace", "now", "deliver", "to-file", "to-fd", "idempotency-key", "variable"};

Result<Step> parse_step(const Arguments& arguments)
{
    constexpr std::array steps{std::pair{"finish", Step::finish},
                               std::pair{"abort", Step::abort},
                               std::pair{"wait-unused", Step::wait}};
    const auto* const given = std::ranges::find_if(
        steps, [&arguments](const auto& step) { return arguments.has(step.first); });
    if (given == steps.end()) {
        return Step::begin;
    }
    for (const std::string_view name : about_new_secret) {
        if (arguments.has(name)) {
            return fail(
                ErrorKind::invalid,
                fmt::format(
                    "--{} makes no new secret: --{} means nothing to it", given->first, name),
                "leave one of them out");
        }
    }
    return given->second;
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

Result<std::optional<UnusedWait>> parse_wait(const Arguments& arguments, Step step)
{
    const auto quiet = arguments.value("wait-unused");
    if (!quiet) {
        return arguments.has("wait-at-most")
                   ? fail(ErrorKind::invalid,
                          "--wait-at-most limits --wait-unused, which is missing",
                          "say with it how long the old secret must not have been used")
                   : Result<std::optional<UnusedWait>>{std::nullopt};
    }
    UnusedWait wait;
    wait.quiet = TRY(parse_duration(*quiet));
    wait.at_most = TRY(parse_duration(arguments.required("wait-at-most")));
    if (step == Step::abort || arguments.has("now") || arguments.has("all")) {
        return fail(ErrorKind::invalid,
                    "--wait-unused is about the old secret of one key, and leaves it time",
                    "leave --abort, --now and --all out");
    }
    if (wait.at_most < wait.quiet) {
        return fail(ErrorKind::invalid,
                    "--wait-at-most is shorter than --wait-unused: it cannot be reached",
                    "give it more time");
    }
    return wait;
}

// One key or all of them: neither none nor both.
Result<void> check_target(const Arguments& arguments)
{
    const bool all = arguments.has("all");
    if (all == arguments.has("KEY")) {
        return fail(ErrorKind::invalid,
                    all ? "--all is about every key: KEY is one too many" : "KEY is missing",
                    "name a key, or give --all");
    }
    for (const std::string_view name : {"older-than", "to-directory"}) {
        if (!all && arguments.has(name)) {
            return fail(ErrorKind::invalid,
                        fmt::format("--{} is for --all", name),
                        "for one key there is --to-file");
        }
    }
    return {};
}

// What would give many secrets one place, or take them out of it, is no way to rotate them all.
Result<void> check_all(const Arguments& arguments)
{
    for (const std::string_view name : {"finish", "abort", "to-file", "to-fd"}) {
        if (arguments.has(name)) {
            return fail(ErrorKind::invalid,
                        fmt::format("--{} is for one key", name),
                        "give --to-directory or --deliver with --all");
        }
    }
    const bool has_place = arguments.has("to-directory") || arguments.has("deliver");
    if (!has_place && !arguments.has("dry-run")) {
        return fail(ErrorKind::invalid,
                    "the secrets need a place to go to",
                    "give --to-directory or --deliver, or look first with --dry-run");
    }
    return {};
}

// --output json is about the results then; a secret in a file or on its way to a command is bare.
Result<RotateAll> parse_all(const Arguments& arguments, const Options& options)
{
    TRY(check_all(arguments));
    RotateAll all{.rotation = {.command = options.sink.command,
                               .directory = arguments.value("to-directory"),
                               .plan = options.plan,
                               .confirmed = options.confirmed},
                  .where = options.where};
    if (const auto older_than = arguments.value("older-than")) {
        all.older_than = TRY(parse_duration(*older_than));
    }
    HandoverForm& form = all.rotation.plan.notation.form;
    if (form == HandoverForm::json) {
        form = HandoverForm::bare;
    }
    return all;
}

Result<void> confirm_takeover(const Options& options, const ApiKey& key, Context& context)
{
    if (options.plan.succession != Succession::at_once || options.where.is_trial()) {
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
    if (!options.where.output().is_for_people()) {
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
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const ApiKey key = TRY(keys->find(options.reference));
    TRY(confirm_takeover(options, key, context));
    const RotationOutcome outcome =
        TRY(rotate_key(*keys, key.id, options.plan, *sink, context.clock));
    if (!outcome.after) {
        print_nothing_done(options, outcome.begun, context);
    } else if (options.where.output().is_for_people()) {
        print_rotation(
            context, report_of(options.plan, outcome.begun), *outcome.after, sink->whereabouts());
    }
    return ExitStatus::ok;
}

// Its secret is not shown: nothing will ever accept it.
Result<ExitStatus> try_out(const Options& options, Context& context)
{
    const auto sink = TRY(open_secret_sink(options.sink, context));
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const BegunRotation begun = TRY(keys->begin(options.reference, options.plan.request));
    const RotationReport report = report_of(options.plan, begun);
    if (!options.where.output().is_for_people()) {
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
    if (!works || options.where.is_trial()) {
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

// A person is told that it went well, a script how it stands now.
void print_ended(const Options& options, const KeyHistory& after, Context& context)
{
    if (!options.where.output().is_for_people()) {
        print_key_history(context, after, options.where.output());
        return;
    }
    const std::string_view which = options.step == Step::finish ? "old" : "new, unused";
    print_done(
        context,
        fmt::format("the {} secret of {} {} revoked", which, after.key.name, is_done(context)));
}

Result<ExitStatus> drop_new(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const KeyHistory after = TRY(keys->abort(options.reference));
    print_ended(options, after, context);
    return ExitStatus::ok;
}

// After waiting, that the old secret is gone already is no failure: a script may be run again.
Result<ExitStatus> finish_old(const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    const KeyHistory before = TRY(keys->history(options.reference));
    TRY(confirm_finish(options, before, context));
    if (options.wait && !options.where.is_trial()) {
        const WaitOutcome outcome =
            TRY(wait_until_unused(*keys, before.key.id, *options.wait, context));
        print_wait_outcome(context, *options.wait, outcome);
        if (outcome.silence == Silence::not_reached) {
            return ExitStatus::negative;
        }
        if (outcome.silence == Silence::nothing_old) {
            print_ended(options, outcome.history, context);
            return ExitStatus::ok;
        }
    }
    const KeyHistory after = TRY(keys->finish(before.key.id));
    print_ended(options, after, context);
    return ExitStatus::ok;
}

// Of a key that is not being rotated there is no old secret to wait for.
Result<void> check_rotated(const KeyHistory& history, Timestamp now)
{
    const bool rotated = std::ranges::any_of(history.secrets, [now](const KeySecret& secret) {
        const SecretState state = state_at(secret, now);
        return state == SecretState::pending || state == SecretState::retiring;
    });
    return rotated ? Result<void>{}
                   : fail(ErrorKind::conflict,
                          fmt::format("{} has no old secret that works, and no new one that is "
                                      "to replace it",
                                      history.key.name),
                          "rotate it first, without --wait-unused");
}

// Ctrl-C ends the process here, and nothing with it.
Result<ExitStatus> only_wait(const UnusedWait& wait, const Options& options, Context& context)
{
    const auto keys = TRY(open_keys(options.where, context, WhenAbsent::refuse));
    KeyHistory history = TRY(keys->history(options.reference));
    TRY(check_rotated(history, context.clock.now()));
    bool reached = true;
    if (options.where.is_trial()) {
        print_note(context,
                   fmt::format("the old secret of {} would be waited for", history.key.name));
    } else {
        WaitOutcome outcome = TRY(wait_until_unused(*keys, history.key.id, wait, context));
        print_wait_outcome(context, wait, outcome);
        reached = outcome.silence != Silence::not_reached;
        history = std::move(outcome.history);
    }
    if (!options.where.output().is_for_people()) {
        print_key_history(context, history, options.where.output());
    }
    return reached ? ExitStatus::ok : ExitStatus::negative;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    const KeysOptions where = TRY(parse_keys_options(arguments));
    TRY(check_target(arguments));
    Options options{.reference = arguments.value("KEY").value_or(""),
                    .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                    .where = where};
    options.step = TRY(parse_step(arguments));
    options.plan = TRY(parse_plan(arguments));
    options.sink = TRY(parse_sink_choice(arguments));
    options.wait = TRY(parse_wait(arguments, options.step));
    if (arguments.has("all")) {
        options.all = TRY(parse_all(arguments, options));
    }
    const HandoverForm form = options.plan.notation.form;
    const bool needs_secret = form == HandoverForm::env || form == HandoverForm::dotenv;
    if (options.step != Step::begin && needs_secret) {
        return fail(ErrorKind::invalid,
                    "there is no new secret to put into a variable",
                    "leave --output out, or make it json");
    }
    return options;
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    if (options.all) {
        return rotate_all(*options.all, context);
    }
    switch (options.step) {
        case Step::begin: break;
        case Step::wait: return only_wait(options.wait.value_or(UnusedWait{}), options, context);
        case Step::finish: return finish_old(options, context);
        case Step::abort: return drop_new(options, context);
    }
    return options.where.is_trial() ? try_out(options, context) : rotate(options, context);
}

}  // namespace azen::cli::keys_rotate

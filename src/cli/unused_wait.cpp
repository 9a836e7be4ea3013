#include "cli/unused_wait.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "cli/output/progress_line.h"
#include "cli/output/report.h"
#include "cli/output/secret_output.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

constexpr milliseconds between_looks = std::chrono::seconds{1};

/// The old secret, if one still works.
const KeySecret* find_old(const KeyHistory& history, Timestamp now)
{
    const KeySecret* old = rotation::find(history.secrets, SecretState::retiring);
    return old != nullptr && state_at(*old, now) == SecretState::retiring ? old : nullptr;
}

Timestamp last_use(const KeySecret& old, const KeyHistory& history)
{
    Timestamp last = old.since;
    for (const SecretUse& use : history.retiring_uses) {
        if (use.secret == old.hash) {
            last = std::max(last, use.last_at);
        }
    }
    return last;
}

Silence judge(const KeyHistory& history, milliseconds quiet, Timestamp now)
{
    if (const KeySecret* old = find_old(history, now)) {
        return now - last_use(*old, history) >= quiet ? Silence::reached : Silence::not_reached;
    }
    const bool unused = rotation::find(history.secrets, SecretState::pending) != nullptr;
    return unused ? Silence::not_reached : Silence::nothing_old;
}

// In whole seconds, and at least one: the line is for people.
std::string length_text(milliseconds length)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(length);
    return format_duration(std::max(seconds, std::chrono::seconds{1}));
}

// The latest client leads: it is the one to be looked after.
std::string describe_progress(const KeyHistory& history, milliseconds quiet, Timestamp now)
{
    const KeySecret* old = find_old(history, now);
    if (old == nullptr) {
        return "waiting for the first use of the new secret";
    }
    const milliseconds so_far = now - last_use(*old, history);
    std::string text = fmt::format(
        "the old secret has not been used for {} of {}", length_text(so_far), length_text(quiet));
    const auto latest = std::ranges::find(history.retiring_uses, old->hash, &SecretUse::secret);
    return latest == history.retiring_uses.end()
               ? text
               : fmt::format("{}; last by {} ({})", text, latest->address, latest->agent);
}

// Also where nobody sees the progress: a command that says nothing for an hour looks stuck.
std::string describe_wait(const KeyHistory& history, const UnusedWait& wait, Timestamp now)
{
    return fmt::format("waiting up to {} until {} not been used for {}",
                       format_duration(wait.at_most),
                       find_old(history, now) != nullptr
                           ? "the old secret has"
                           : "the new secret is used, and then the old one has",
                       format_duration(wait.quiet));
}

void print_users(Context& context, const KeyHistory& history, const KeySecret& old)
{
    for (const SecretUse& use : history.retiring_uses) {
        if (use.secret == old.hash) {
            print_note(context, "used by " + describe_use(use, context.clock.now()));
        }
    }
}

}  // namespace

Result<WaitOutcome> wait_until_unused(KeyService& service,
                                      std::string_view key_id,
                                      const UnusedWait& wait,
                                      Context& context)
{
    ProgressLine line{context};
    const Timestamp start = context.clock.now();
    bool told = false;
    for (;;) {
        KeyHistory history = TRY(service.history(key_id));
        const Timestamp now = context.clock.now();
        const Silence silence = judge(history, wait.quiet, now);
        const milliseconds left = wait.at_most - (now - start);
        if (silence != Silence::not_reached || left <= milliseconds{0}) {
            return WaitOutcome{.silence = silence, .history = std::move(history)};
        }
        if (!std::exchange(told, true)) {
            print_note(context, describe_wait(history, wait, now));
        }
        line.show(describe_progress(history, wait.quiet, now));
        context.pause(std::min(between_looks, left));
    }
}

void print_wait_outcome(Context& context, const UnusedWait& wait, const WaitOutcome& outcome)
{
    const KeySecret* old = find_old(outcome.history, context.clock.now());
    if (outcome.silence == Silence::nothing_old) {
        print_note(context, "no old secret of it works any more");
    } else if (old == nullptr) {
        print_note(context, "the new secret has not been used yet, so the old one has to work on");
    } else if (outcome.silence == Silence::reached) {
        print_note(context,
                   fmt::format("nobody has used the old secret {}… for {}",
                               old->start,
                               format_duration(wait.quiet)));
    } else {
        print_note(context,
                   fmt::format("after {} the old secret {}… is still in use",
                               format_duration(wait.at_most),
                               old->start));
        print_users(context, outcome.history, *old);
    }
}

}  // namespace azen::cli

#include "cli/output/rotation_output.h"

#include <fmt/core.h>

#include <optional>
#include <string>

#include "cli/effect.h"
#include "cli/output/key_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "core/base/time_text.h"
#include "core/key/key_json.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string_view to_text(Succession succession)
{
    switch (succession) {
        case Succession::on_first_use: return "on_first_use";
        case Succession::grace_from_now: return "grace_from_now";
        case Succession::at_once: return "at_once";
    }
    return {};
}

Json to_json(Displaced displaced)
{
    switch (displaced) {
        case Displaced::nothing: break;
        case Displaced::pending: return "pending";
        case Displaced::retiring: return "retiring";
    }
    return nullptr;
}

// What the last rotation left unfinished, and this one has ended.
void print_displaced(Context& context, Displaced displaced)
{
    switch (displaced) {
        case Displaced::nothing: return;
        case Displaced::pending:
            print_note(
                context,
                fmt::format("an earlier new secret that was never used {} dropped for this one",
                            is_done(context)));
            return;
        case Displaced::retiring:
            print_note(context,
                       fmt::format("an earlier old secret is in its grace period, which {} ended",
                                   is_done(context)));
            return;
    }
}

// The key's start is that of its active secret, which on first use is still the old one.
std::string fate_of_old(const RotationReport& report, const KeyHistory& after, Timestamp now)
{
    switch (report.succession) {
        case Succession::on_first_use: break;
        case Succession::at_once: return "the old secret is revoked";
        case Succession::grace_from_now:
            if (const KeySecret* old = rotation::find(after.secrets, SecretState::retiring)) {
                return fmt::format("the old secret {}… works until {}",
                                   old->start,
                                   describe_time(old->not_after, now, ""));
            }
            return "there was no old secret left to retire";
    }
    return fmt::format("the old secret works on, and for {} after the new one's first use",
                       format_duration(report.grace));
}

std::string start_of_new(const RotationReport& report, const KeyHistory& after)
{
    for (const KeySecret& secret : after.secrets) {
        if (secret.hash == report.begun.hash) {
            return secret.start;
        }
    }
    return {};
}

}  // namespace

Json rotation_object(const RotationReport& report, std::string_view secret, Timestamp now)
{
    Json record{{"key", secret.empty() ? Json(nullptr) : Json(secret)},
                {"rotated", report.begun.secret.has_value()},
                {"displaced", to_json(report.begun.displaced)},
                {"succession", to_text(report.succession)},
                {"graceMs", report.grace.count()}};
    record.update(key_to_json(report.begun.key, now));
    return object_of(kind::rotation, record);
}

void print_rotation(Context& context,
                    const RotationReport& report,
                    const KeyHistory& after,
                    std::string_view whereabouts)
{
    const ApiKey& key = after.key;
    print_note(context,
               fmt::format("rotated key {} (id {}); its new secret starts with {}",
                           key.name,
                           key.id,
                           start_of_new(report, after)));
    print_displaced(context, report.begun.displaced);
    print_note(context, fate_of_old(report, after, context.clock.now()));
    print_note(context, whereabouts);
}

void print_repeated_rotation(Context& context, const ApiKey& key)
{
    print_note(context,
               fmt::format("{} was rotated with this idempotency key before, and its secret was "
                           "handed over then: nothing was done",
                           key.name));
}

void print_trial_rotation(Context& context, const RotationReport& report)
{
    const ApiKey& key = report.begun.key;
    print_displaced(context, report.begun.displaced);
    print_done(context, fmt::format("key {} {} rotated", key.name, is_done(context)));
    if (report.succession == Succession::at_once) {
        print_note(
            context,
            fmt::format("its active secret {}… {} revoked at once", key.start, is_done(context)));
    }
}

}  // namespace azen::cli

#include "cli/rotate_all.h"

#include <fmt/core.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/key_changes.h"
#include "cli/output/key_results_output.h"
#include "cli/output/report.h"
#include "cli/process.h"
#include "cli/secret_sink.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

/// A key that is due.
struct Due {
    ApiKey key;
    Timestamp made_at;  // its newest secret
};

bool can_be_rotated(const ApiKey& key, Timestamp now)
{
    const KeyStatus status = status_of(key, now);
    return status != KeyStatus::revoked && status != KeyStatus::expired;
}

Result<std::vector<Due>> find_due(KeyService& keys, milliseconds older_than, Timestamp now)
{
    std::vector<Due> due;
    TRY(keys.for_each([&](const KeyRecord& record) -> Result<void> {
        const KeySecret* newest = rotation::newest(record.secrets);
        if (can_be_rotated(record.key, now) && newest != nullptr &&
            now - newest->created_at >= older_than) {
            due.push_back({.key = record.key, .made_at = newest->created_at});
        }
        return {};
    }));
    return due;
}

// Ids of imported keys may be anything; what would lead out of the directory is no name in it.
Result<std::unique_ptr<SecretSink>> open_sink_of(const RotateAll& wanted,
                                                 const std::string& id,
                                                 Context& context)
{
    if (!wanted.directory) {
        return open_secret_sink({.file = {}, .descriptor = {}, .command = wanted.command}, context);
    }
    if (id.find('/') != std::string::npos || id.starts_with('.')) {
        return fail(ErrorKind::invalid,
                    fmt::format("the id {} cannot be the name of a file", id),
                    "rotate it by itself, with --to-file");
    }
    return open_file_sink(*wanted.directory / (id + ".key"));
}

// What is true of it now, for people.
std::string describe(const RotationOutcome& outcome, const SecretSink& sink)
{
    const std::string& name = outcome.begun.key.name;
    return outcome.after ? fmt::format("{} is rotated: {}", name, sink.whereabouts())
                         : fmt::format("{} was rotated with this idempotency key before", name);
}

std::vector<KeyResult> rotate_each(const RotateAll& wanted,
                                   const std::vector<std::string>& ids,
                                   KeyService& keys,
                                   Context& context)
{
    std::map<std::string, std::string> sentences;
    auto results = act_on_each(ids, [&](const std::string& id) -> Result<ApiKey> {
        const auto sink = TRY(open_sink_of(wanted, id, context));
        RotationOutcome outcome = TRY(rotate_key(keys, id, wanted.plan, *sink, context.clock));
        sentences[id] = describe(outcome, *sink);
        return outcome.after ? outcome.after->key : outcome.begun.key;
    });
    for (KeyResult& result : results) {
        result.sentence = sentences[result.reference];
    }
    return results;
}

std::vector<KeyResult> list_due(const std::vector<Due>& due, Timestamp now)
{
    std::vector<KeyResult> results;
    for (const Due& one : due) {
        results.push_back({.reference = one.key.id,
                           .outcome = one.key,
                           .sentence = fmt::format("{} would be rotated: its secret was made {}",
                                                   one.key.name,
                                                   format_relative(one.made_at, now))});
    }
    return results;
}

Result<void> confirm_takeover(const RotateAll& wanted, std::size_t count, Context& context)
{
    if (wanted.plan.succession != Succession::at_once || count == 0) {
        return {};
    }
    return confirm(context,
                   fmt::format("Revoke the present secrets of {} keys at once?", count),
                   wanted.confirmed);
}

// A directory that is missing would fail for every key alike.
Result<void> check_directory(const RotateAll& wanted)
{
    if (wanted.directory) {
        TRY(open_file_sink(*wanted.directory / "any.key"));
    }
    return {};
}

}  // namespace

Result<ExitStatus> rotate_all(const RotateAll& wanted, Context& context)
{
    report_broken_pipes();
    TRY(check_directory(wanted));
    const auto keys = TRY(open_keys(wanted.where, context, WhenAbsent::refuse));
    const Timestamp now = context.clock.now();
    const std::vector<Due> due = TRY(find_due(*keys, wanted.older_than, now));
    if (due.empty() && wanted.where.output().is_for_people()) {
        print_note(context, "no key has a secret that old: nothing was done");
        return ExitStatus::ok;
    }
    if (wanted.where.is_trial()) {
        return print_key_results(context, list_due(due, now), wanted.where.output());
    }
    TRY(confirm_takeover(wanted, due.size(), context));
    std::vector<std::string> ids;
    for (const Due& one : due) {
        ids.push_back(one.key.id);
    }
    const std::vector<KeyResult> results = rotate_each(wanted, ids, *keys, context);
    return print_key_results(context, results, wanted.where.output());
}

}  // namespace azen::cli

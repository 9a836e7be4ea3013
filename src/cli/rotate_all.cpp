#include "cli/rotate_all.h"

#include <fmt/core.h>

#include <string>
#include <vector>

#include "cli/output/key_results_output.h"
#include "cli/output/report.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

/// A key that is due.
struct Due {
    ApiKey key;
    Timestamp made_at;  // its newest secret
};

Result<std::vector<Due>> find_due(KeyService& keys, milliseconds older_than, Timestamp now)
{
    std::vector<Due> due;
    TRY(keys.for_each([&](const KeyRecord& record) -> Result<void> {
        const KeySecret* newest = rotation::newest(record.secrets);
        if (can_be_rotated(status_of(record.key, now)) && newest != nullptr &&
            now - newest->created_at >= older_than) {
            due.push_back({.key = record.key, .made_at = newest->created_at});
        }
        return {};
    }));
    return due;
}

std::vector<KeyResult> list_due(const std::vector<Due>& due, Timestamp now)
{
    std::vector<KeyResult> results;
    results.reserve(due.size());
    for (const Due& one : due) {
        results.push_back({.reference = one.key.id,
                           .outcome = one.key,
                           .sentence = fmt::format("{} would be rotated: its secret was made {}",
                                                   one.key.name,
                                                   format_relative(one.made_at, now))});
    }
    return results;
}

}  // namespace

Result<ExitStatus> rotate_all(const RotateAll& wanted, Context& context)
{
    TRY(check_places(wanted.rotation));
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
    std::vector<std::string> ids;
    ids.reserve(due.size());
    for (const Due& one : due) {
        ids.push_back(one.key.id);
    }
    const std::vector<KeyResult> results = TRY(rotate_each(wanted.rotation, ids, *keys, context));
    return print_key_results(context, results, wanted.where.output());
}

}  // namespace azen::cli

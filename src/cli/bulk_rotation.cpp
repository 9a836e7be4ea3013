#include "cli/bulk_rotation.h"

#include <fmt/core.h>

#include <map>
#include <memory>

#include "cli/key_changes.h"
#include "cli/output/counted.h"
#include "cli/process.h"
#include "cli/secret_sink.h"

namespace azen::cli {
namespace {

// Ids of imported keys may be anything; what would lead out of the directory is no name in it.
Result<std::unique_ptr<SecretSink>> open_sink_of(const BulkRotation& wanted,
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

Result<void> confirm_takeover(const BulkRotation& wanted, std::size_t count, Context& context)
{
    if (wanted.plan.succession != Succession::at_once || count == 0) {
        return {};
    }
    return confirm(context,
                   fmt::format("Revoke the present secrets of {} at once?", counted(count, "key")),
                   wanted.confirmed);
}

}  // namespace

bool can_be_rotated(KeyStatus status)
{
    return status != KeyStatus::revoked && status != KeyStatus::expired;
}

Result<void> check_places(const BulkRotation& wanted)
{
    if (wanted.directory) {
        TRY(open_file_sink(*wanted.directory / "any.key"));
    }
    return {};
}

Result<std::vector<KeyResult>> rotate_each(const BulkRotation& wanted,
                                           std::span<const std::string> ids,
                                           KeyService& keys,
                                           Context& context)
{
    report_broken_pipes();
    TRY(confirm_takeover(wanted, ids.size(), context));
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

}  // namespace azen::cli

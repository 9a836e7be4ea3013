#include "cli/output/store_output.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>

#include "cli/effect.h"
#include "cli/master_key_choice.h"
#include "cli/output/counted.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/status_output.h"
#include "cli/output/text_table.h"
#include "core/base/or_null.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;
using azen::store_check::Outcome;
using azen::store_check::Part;

// For scripts: words that never change.
std::string_view to_string(Outcome outcome)
{
    switch (outcome) {
        case Outcome::passed: return "passed";
        case Outcome::skipped: return "skipped";
        case Outcome::finding: return "finding";
        case Outcome::unusable: return "unusable";
    }
    return {};
}

// For people, who read the detail behind it.
std::string_view mark_of(Outcome outcome)
{
    switch (outcome) {
        case Outcome::passed: return "ok";
        case Outcome::skipped: return "not checked";
        case Outcome::finding: return "SEE TO";
        case Outcome::unusable: return "UNUSABLE";
    }
    return {};
}

Json path_or_null(const std::optional<std::filesystem::path>& path)
{
    return or_null(path, [](const std::filesystem::path& there) { return there.string(); });
}

std::string count_or_none(const std::optional<std::int64_t>& count)
{
    return count ? std::to_string(*count) : "none: its schema is older";
}

std::string describe(const JournalInfo& journal)
{
    return fmt::format("rows: {}, of which not folded yet: {}",
                       journal.rows,
                       std::min(journal.rows, journal.last - journal.folded_through));
}

// What can be done about a part that is not in order.
std::string_view next_step_for(const Part& part)
{
    if (!part.hint.empty()) {
        return part.hint;
    }
    if (part.outcome == Outcome::unusable) {
        return "stop using the store, and put a backup in its place: azen store restore FILE";
    }
    if (part.name == "memories") {
        return "name the master key with --master-key-file, or put it beside the store";
    }
    if (part.name == "modes") {
        return "close it to others: chmod 600";
    }
    return part.name == "audit" ? "`azen audit verify` tells more" : "";
}

void print_next_steps(Context& context, std::span<const Part> parts)
{
    for (const Part& part : parts) {
        const bool is_fine = part.outcome == Outcome::passed || part.outcome == Outcome::skipped;
        const std::string_view step = is_fine ? "" : next_step_for(part);
        if (!step.empty()) {
            print_note(context, fmt::format("{}: {}", part.name, step));
        }
    }
}

// A key that a dry run makes is no key: the next one is another.
bool has_real_key(const Rekeyed& rekeyed, const Context& context)
{
    return !rekeyed.is_new || context.manners.effect == Effect::real;
}

std::string sentence_about(const Rekeyed& rekeyed, const Context& context)
{
    return fmt::format("{} {} sealed under {}",
                       counted_memories(rekeyed.sealed),
                       are_done(context, static_cast<std::size_t>(rekeyed.sealed)),
                       has_real_key(rekeyed, context) ? "master key " + rekeyed.key_id
                                                      : std::string{"a new master key"});
}

}  // namespace

void print_store_info(Context& context,
                      const std::filesystem::path& file,
                      const StoreInfo& info,
                      const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::store_info,
                     {{"path", file.string()},
                      {"schemaVersion", info.schema_version},
                      {"sizeBytes", info.size_bytes},
                      {"logBytes", info.log_bytes},
                      {"keys", info.keys},
                      {"memories", info.memories},
                      {"organizations", info.organizations},
                      {"users", info.users},
                      {"sessions", or_null(info.sessions)},
                      {"auditEntries", or_null(info.audit_entries)},
                      {"journal",
                       {{"rows", info.journal.rows},
                        {"last", info.journal.last},
                        {"foldedThrough", info.journal.folded_through}}},
                      {"masterKeyId", or_null(info.master_key_id)}});
        return;
    }
    print_fields(context.out,
                 {{"store", file.string()},
                  {"schema", std::to_string(info.schema_version)},
                  {"size", counted(static_cast<std::size_t>(info.size_bytes), "byte")},
                  {"write-ahead log", counted(static_cast<std::size_t>(info.log_bytes), "byte")},
                  {"keys", std::to_string(info.keys)},
                  {"memories", std::to_string(info.memories)},
                  {"organizations", std::to_string(info.organizations)},
                  {"users", std::to_string(info.users)},
                  {"sessions", count_or_none(info.sessions)},
                  {"audit entries", count_or_none(info.audit_entries)},
                  {"journal", describe(info.journal)},
                  {"master key id", info.master_key_id.value_or("none: no memory needs one")}});
}

void print_store_check(Context& context,
                       const std::filesystem::path& file,
                       std::span<const Part> parts,
                       const Output& output)
{
    if (output.is_for_people()) {
        TextTable table{{"CHECK", "OUTCOME", "DETAIL"}};
        for (const Part& part : parts) {
            table.add({std::string{part.name}, std::string{mark_of(part.outcome)}, part.detail});
        }
        table.print(context.out);
        print_next_steps(context, parts);
        return;
    }
    Json checks = Json::array();
    for (const Part& part : parts) {
        checks.push_back(
            {{"name", part.name}, {"outcome", to_string(part.outcome)}, {"detail", part.detail}});
    }
    const bool is_sound = std::ranges::all_of(
        parts, [](const Part& part) { return part.outcome == Outcome::passed; });
    print_record(context,
                 output,
                 kind::store_check,
                 {{"sound", is_sound}, {"path", file.string()}, {"checks", checks}});
}

void print_store_backup(Context& context, const StoreBackup& backup, const Output& output)
{
    const StoreInfo& info = backup.info;
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::store_backup,
                     {{"path", backup.file.string()},
                      {"sizeBytes", info.size_bytes},
                      {"schemaVersion", info.schema_version},
                      {"keys", info.keys},
                      {"memories", info.memories},
                      {"masterKeyId", or_null(info.master_key_id)},
                      {"masterKeyFile", path_or_null(backup.master_key_file)}});
    } else {
        print_done(context,
                   fmt::format("backed up to {}: keys: {}, memories: {}",
                               backup.file.string(),
                               info.keys,
                               info.memories));
    }
    if (backup.master_key_file) {
        print_note(context,
                   fmt::format("the master key is in {}: who has both can read all memories",
                               backup.master_key_file->string()));
    } else if (info.master_key_id) {
        print_note(context,
                   fmt::format("the backup does not hold master key {}, without which no memory "
                               "in it can be read: keep that elsewhere",
                               *info.master_key_id));
    }
}

void print_store_restore(Context& context, const StoreRestore& restored, const Output& output)
{
    const StoreInfo& info = restored.info;
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::store_restore,
                     {{"path", restored.store.string()},
                      {"replaced", path_or_null(restored.replaced)},
                      {"schemaVersion", info.schema_version},
                      {"keys", info.keys},
                      {"memories", info.memories},
                      {"masterKeyId", or_null(info.master_key_id)},
                      {"masterKey", to_string(restored.master_key)}});
    } else {
        print_done(context,
                   fmt::format("{} {} restored: keys: {}, memories: {}",
                               restored.store.string(),
                               is_done(context),
                               info.keys,
                               info.memories));
    }
    if (restored.replaced) {
        print_note(context,
                   fmt::format("the store that was there {} kept as {}",
                               is_done(context),
                               restored.replaced->string()));
    }
    if (restored.lacks_master_key()) {
        print_note(context,
                   fmt::format("its memories need master key {}, and the one here is {}: put it "
                               "into {}, or beside FILE and add --with-master-key",
                               info.master_key_id.value_or(""),
                               to_string(restored.master_key),
                               master_key_file_beside(restored.store).string()));
    }
}

void print_rekeyed(Context& context, const Rekeyed& rekeyed, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(
            context,
            output,
            kind::rekey,
            {{"masterKeyId", has_real_key(rekeyed, context) ? Json(rekeyed.key_id) : Json(nullptr)},
             {"isNew", rekeyed.is_new},
             {"resealed", rekeyed.sealed},
             {"notOpened", rekeyed.closed},
             {"remaining", rekeyed.remaining},
             {"droppedMasterKeys", rekeyed.dropped}});
    } else {
        print_done(context, sentence_about(rekeyed, context));
    }
    if (!rekeyed.dropped.empty()) {
        print_note(context,
                   fmt::format("{} {} dropped from the key file: {}",
                               counted(rekeyed.dropped.size(), "old key"),
                               are_done(context, rekeyed.dropped.size()),
                               fmt::join(rekeyed.dropped, ", ")));
    }
    if (rekeyed.closed > 0) {
        print_note(
            context,
            fmt::format("memories that do not open, and stay as they are: {}", rekeyed.closed));
    }
    if (rekeyed.kept > 0) {
        print_note(context,
                   fmt::format("{} {} kept in the key file for backups; --drop-old takes out what "
                               "no memory needs",
                               counted(rekeyed.kept, "old key"),
                               are_done(context, rekeyed.kept)));
    }
}

}  // namespace azen::cli

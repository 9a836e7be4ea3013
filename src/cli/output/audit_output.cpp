#include "cli/output/audit_output.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/output/counted.h"
#include "cli/output/page_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "core/base/codec.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// Someone may have put anything there: that is what the trail is checked for.
Json change_of(const AuditRow& row)
{
    return Json::parse(row.entry.change, nullptr, false);
}

Json row_to_json(const AuditRow& row)
{
    const AuditEntry& entry = row.entry;
    const Json change = change_of(row);
    return {{"sequence", row.sequence},
            {"at", format_timestamp(entry.at)},
            {"actorKind", to_string(entry.actor.kind)},
            {"actorId", entry.actor.id},
            {"actorName", entry.actor.name},
            {"origin", entry.actor.origin},
            {"action", entry.action},
            {"subjectId", entry.subject_id},
            {"subjectName", entry.subject_name},
            {"change", change.is_discarded() ? Json(entry.change) : change},
            {"previous", format_hex(row.previous)},
            {"hash", format_hex(row.hash)}};
}

std::string end_text(const audit_chain::ChainEnd& end)
{
    return fmt::format("{}:{}", end.sequence, format_hex(end.hash));
}

std::string describe_actor(const Actor& actor)
{
    const std::string& known = actor.name.empty() ? actor.id : actor.name;
    const std::string name = known.empty() ? "unknown" : known;
    const std::string who =
        actor.kind == ActorKind::local ? name : fmt::format("{} {}", to_string(actor.kind), name);
    return actor.origin.empty() ? who : fmt::format("{}@{}", who, actor.origin);
}

// What is not there is null, whatever is there instead.
Json member_of(const Json& object, const std::string& name)
{
    return object.is_object() && object.contains(name) ? object.at(name) : Json();
}

std::string describe_value(const Json& value)
{
    return value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// "az_1a2b is active, az_3c4d is pending"
std::string describe_secrets(const Json& secrets)
{
    std::string text;
    for (const Json& secret : secrets) {
        text += fmt::format("{}{}… is {}",
                            text.empty() ? "" : ", ",
                            describe_value(member_of(secret, "start")),
                            describe_value(member_of(secret, "state")));
    }
    return text;
}

// What it was and what it is, for changes; what is new or gone is told by its name alone.
std::string describe_change(const AuditRow& row)
{
    const Json change = change_of(row);
    const Json before = member_of(change, "before");
    const Json after = member_of(change, "after");
    if (!before.is_object() || !after.is_object()) {
        return {};
    }
    std::string text;
    for (const auto& [field, value] : after.items()) {
        if (member_of(before, field) == value) {
            continue;
        }
        text += text.empty() ? "" : ", ";
        text += field == "secrets" ? describe_secrets(value)
                                   : fmt::format("{}: {} -> {}",
                                                 field,
                                                 describe_value(member_of(before, field)),
                                                 describe_value(value));
    }
    return text;
}

void print_page_for_scripts(Context& context,
                            std::span<const AuditRow> rows,
                            const ListPage& page,
                            const Output& output)
{
    Json entries = Json::array();
    for (const AuditRow& row : rows) {
        entries.push_back(row_to_json(row));
    }
    print_listing(context,
                  output,
                  {.schema = "azen.audit/v1",
                   .members = page_to_json("entries", entries, page),
                   .kind = kind::audit_entry,
                   .records = entries});
}

}  // namespace

void print_audit_page(Context& context,
                      std::span<const AuditRow> rows,
                      const ListPage& page,
                      const Output& output)
{
    if (!output.is_for_people()) {
        print_page_for_scripts(context, rows, page, output);
        return;
    }
    if (is_empty(context, rows.size(), page, "nothing was changed")) {
        return;
    }
    const Timestamp now = context.clock.now();
    TextTable table{{"#", "WHEN", "WHO", "ACTION", "SUBJECT", "CHANGE"}};
    for (const AuditRow& row : rows) {
        table.add({std::to_string(row.sequence),
                   format_relative(row.entry.at, now),
                   describe_actor(row.entry.actor),
                   row.entry.action,
                   row.entry.subject_name,
                   describe_change(row)});
    }
    table.print(context.out);
    print_rest(context, page);
}

// Absolute times: a line that stays on the screen would soon be wrong about "1s ago".
void print_audit_line(Context& context, const AuditRow& row, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::audit_entry, row_to_json(row));
        return;
    }
    const std::string change = describe_change(row);
    print_result(context,
                 fmt::format("{}  {}  {}  {}{}{}",
                             format_timestamp(row.entry.at),
                             describe_actor(row.entry.actor),
                             row.entry.action,
                             row.entry.subject_name,
                             change.empty() ? "" : "  ",
                             change));
}

void print_audit_check(Context& context, const AuditCheck& check, const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context,
                     output,
                     kind::audit_check,
                     {{"intact", !check.fault},
                      {"end", end_text(check.end)},
                      {"fault", check.fault ? Json(check.fault->what) : Json(nullptr)},
                      {"sequence", check.fault ? Json(check.fault->sequence) : Json(nullptr)}});
        return;
    }
    if (check.fault) {
        print_result(context,
                     fmt::format("tampered with: {}; up to row {} it is in order",
                                 check.fault->what,
                                 check.end.sequence));
        return;
    }
    print_result(context,
                 fmt::format("in order: {}; it ends with {}",
                             counted(static_cast<std::size_t>(check.end.sequence), "row"),
                             end_text(check.end)));
}

}  // namespace azen::cli

#include "cli/output/key_output.h"

#include <fmt/core.h>

#include <optional>

#include "cli/effect.h"
#include "cli/limit_text.h"
#include "cli/output/page_output.h"
#include "cli/output/record.h"
#include "cli/output/report.h"
#include "cli/output/text_table.h"
#include "core/base/time_text.h"
#include "core/key/key_json.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// As one would say it, with the option's own notation in it.
std::string describe_quota(const ApiKey& key)
{
    if (!key.use.quota.remaining) {
        return "none";
    }
    const std::string left = fmt::format("{} left", *key.use.quota.remaining);
    return key.refill ? fmt::format("{}, refilled to {}", left, format_refill(*key.refill)) : left;
}

// Tables have no room for both forms of a time.
std::string relative_or(const std::optional<Timestamp>& time,
                        Timestamp now,
                        std::string_view absent)
{
    return time ? format_relative(*time, now) : std::string{absent};
}

// An object even when it is empty: a bare list could never gain a field.
void print_keys_for_scripts(Context& context,
                            std::span<const ApiKey> keys,
                            const ListPage& page,
                            const Output& output)
{
    Json records = Json::array();
    for (const ApiKey& key : keys) {
        records.push_back(key_to_json(key, context.clock.now()));
    }
    print_listing(context,
                  output,
                  {.schema = "azen.keys/v1",
                   .members = page_to_json("keys", records, page),
                   .kind = kind::key,
                   .records = records});
}

}  // namespace

// For people, what matters most comes first; scripts have the wire's order.
Fields fields_of(const ApiKey& key, Timestamp now)
{
    return {
        {"id", key.id},
        {"name", key.name},
        {"status", std::string{to_string(status_of(key, now))}},
        {"start", key.start + "…"},
        {"prefix", key.prefix},
        {"organization", key.organization_id},
        {"user", key.user_id},
        {"expires", describe_time(key.expires_at, now, "never")},
        {"revoked", describe_time(key.revoked_at, now, "no")},
        {"rate limit", format_rate(key.rate_limit)},
        {"quota", describe_quota(key)},
        {"permissions", key.permissions.to_text()},
        {"requests", std::to_string(key.use.request_count)},
        {"last request", describe_time(key.use.last_request, now, "never")},
        {"metadata", key.metadata == "null" ? "none" : key.metadata},
        {"created", describe_time(key.created_at, now, "")},
        {"updated", describe_time(key.updated_at, now, "")},
    };
}

std::string describe_time(const std::optional<Timestamp>& time,
                          Timestamp now,
                          std::string_view absent)
{
    return time ? fmt::format("{} ({})", format_timestamp(*time), format_relative(*time, now))
                : std::string{absent};
}

// The sentence is for people; a script that asked for a form wants the state, not the story.
void print_changed_key(Context& context,
                       const ApiKey& key,
                       std::string_view sentence,
                       const Output& output)
{
    if (!output.is_for_people()) {
        print_record(context, output, kind::key, key_to_json(key, context.clock.now()));
        return;
    }
    print_done(context, sentence);
}

void print_keys(Context& context,
                std::span<const ApiKey> keys,
                const ListPage& page,
                const Output& output)
{
    if (!output.is_for_people()) {
        print_keys_for_scripts(context, keys, page, output);
        return;
    }
    if (is_empty(context, keys.size(), page, "there are no keys yet")) {
        return;
    }
    const Timestamp now = context.clock.now();
    TextTable table{
        {"NAME", "START", "STATUS", "EXPIRES", "LIMIT", "USED", "LAST USED", "CREATED"}};
    for (const ApiKey& key : keys) {
        table.add({key.name,
                   key.start + "…",
                   std::string{to_string(status_of(key, now))},
                   relative_or(key.expires_at, now, "never"),
                   format_rate(key.rate_limit),
                   std::to_string(key.use.request_count),
                   relative_or(key.use.last_request, now, "never"),
                   format_relative(key.created_at, now)});
    }
    table.print(context.out);
    print_rest(context, page);
}

Json new_key_object(const IssuedKey& issued, Timestamp now)
{
    Json record{{"key", issued.is_new() ? Json(issued.secret.reveal()) : Json(nullptr)}};
    record.update(key_to_json(issued.key, now));
    return object_of(kind::new_key, record);
}

void print_trial_key(Context& context, const ApiKey& key, const Output& output)
{
    if (!output.is_for_people()) {
        Json record = key_to_json(key, context.clock.now());
        record["id"] = nullptr;
        record["start"] = nullptr;
        print_record(context, output, kind::key, record);
        return;
    }
    print_done(context, fmt::format("key {} {} made", key.name, is_done(context)));
}

void print_repeated_creation(Context& context, const IssuedKey& issued, const Output& output)
{
    if (!output.is_for_people()) {
        print_json(context, new_key_object(issued, context.clock.now()));
    }
    print_note(context,
               fmt::format("key {} (id {}) was made with this idempotency key before; nothing was "
                           "done, and its secret is not shown again",
                           issued.key.name,
                           issued.key.id));
}

void print_issued_key(Context& context, const ApiKey& key, std::string_view whereabouts)
{
    print_note(context,
               fmt::format("made key {} (id {}, starts with {})", key.name, key.id, key.start));
    print_note(context,
               fmt::format("expires: {}; limit: {}; quota: {}",
                           key.expires_at ? format_timestamp(*key.expires_at) : "never",
                           format_rate(key.rate_limit),
                           describe_quota(key)));
    print_note(context, whereabouts);
}

}  // namespace azen::cli

/// All keys that one administers: listed with their secrets' states, pruned, taken out and in.

#include <string>
#include <utility>
#include <vector>

#include "core/service/key_export.h"
#include "core/service/key_inventory.h"
#include "core/transfer/key_line.h"
#include "core/wire/key_wire.h"
#include "server/app/auth_replies.h"
#include "server/app/body_fields.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/key_work.h"
#include "server/app/query.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;
using Need = BodyFields::Need;

/// Which part of all keys is asked for. Rows are numbers of the store's, which grow.
struct Part {
    std::int64_t after = 0;
    std::int64_t limit = 0;
};

Part read_part(const Call& call)
{
    constexpr IntegerParameter after{
        .name = "after", .minimum = 0, .maximum = INT64_MAX, .fallback = 0};
    constexpr IntegerParameter limit{.name = "limit",
                                     .minimum = 1,
                                     .maximum = key_inventory::page_size,
                                     .fallback = key_inventory::page_size};
    return {.after = integer_value(call.request.query, after),
            .limit = integer_value(call.request.query, limit)};
}

/// A part of all keys, each rendered, and where to go on: null after the last.
ordered_json render_part(const std::vector<ordered_json>& keys,
                         const std::vector<KeyRecord>& records,
                         const Part& part)
{
    const bool whole = std::ssize(records) == part.limit;
    return {{"apiKeys", keys}, {"next", whole ? ordered_json(records.back().row) : nullptr}};
}

Result<Reply> render_records(const KeyWork& work, const KeyScope& scope, const Part& part)
{
    const auto records = TRY(key_inventory::read_page(work.store, scope, part.after, part.limit));
    std::vector<ordered_json> keys;
    for (const KeyRecord& record : records) {
        keys.push_back(key_wire::format(record, work.now));
    }
    return auth_reply(render_part(keys, records, part));
}

Result<Reply> render_export(const KeyWork& work, const KeyScope& scope, const Part& part)
{
    const auto records = TRY(key_inventory::read_page(work.store, scope, part.after, part.limit));
    const auto portable = TRY(key_export::with_owners(work.store, records));
    std::vector<ordered_json> keys;
    for (const PortableKey& key : portable) {
        keys.push_back(ordered_json::parse(key_line::format(key), nullptr, false));
    }
    return auth_reply(render_part(keys, records, part));
}

// What a key may do, but no session: to give out and take in the hashes of secrets.
Result<tl::expected<KeyScope, Reply>> find_scope_of_key(const Call& call)
{
    if (!manager_of(call).is_key) {
        return tl::expected<KeyScope, Reply>{
            tl::unexpected(auth_error_reply(AuthError::api_key_needed))};
    }
    return find_scope(call);
}

struct Pruning {
    DeathPolicy policy;
    std::vector<std::string> ids;
};

std::vector<std::string> read_ids(BodyFields& fields, const nlohmann::json& body)
{
    std::vector<std::string> ids;
    const auto found = body.find("keyIds");
    const bool fits = found != body.end() && found->is_array() &&
                      std::ranges::all_of(*found, [](const auto& id) { return id.is_string(); });
    if (!fits) {
        fields.complain("keyIds", "Invalid input: expected array of strings");
        return ids;
    }
    return found->get<std::vector<std::string>>();
}

tl::expected<Pruning, Reply> read_pruning(const nlohmann::json& body)
{
    BodyFields fields{body, "body"};
    Pruning pruning{
        .policy = {.expired = fields.boolean("expired", Need::optional).value_or(false),
                   .revoked = fields.boolean("revoked", Need::optional).value_or(false),
                   .exhausted = fields.boolean("exhausted", Need::optional).value_or(false),
                   .at_least =
                       milliseconds{fields.integer("forAtLeast", Need::optional, 0).value_or(0)}},
        .ids = read_ids(fields, body)};
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    return pruning;
}

Result<Reply> render_dead(const Result<std::vector<DeadKey>>& dead, Timestamp now)
{
    std::vector<ordered_json> keys;
    for (const DeadKey& each : TRY(dead)) {
        keys.push_back(key_wire::format(each, now));
    }
    return auth_reply({{"apiKeys", keys}});
}

bool asks_for(const Call& call, std::string_view name)
{
    return query_value(call.request.query, name) == "true";
}

OnKeyConflict policy_of(BodyFields& fields)
{
    const std::string text = fields.text("onConflict", Need::optional).value_or("fail");
    if (text == "skip") {
        return OnKeyConflict::skip;
    }
    if (text != "fail" && text != "replace") {
        fields.complain("onConflict", R"(Invalid option: expected one of "fail"|"skip"|"replace")");
    }
    return text == "replace" ? OnKeyConflict::replace : OnKeyConflict::fail;
}

struct Import {
    std::vector<KeyImportItem> items;
    KeyImportRules rules;
};

tl::expected<Import, Reply> read_import(const nlohmann::json& body)
{
    BodyFields fields{body, "body"};
    Import wanted;
    wanted.rules.on_conflict = policy_of(fields);
    wanted.rules.user = fields.text("user", Need::nullable);
    const auto found = body.find("apiKeys");
    if (found == body.end() || !found->is_array()) {
        fields.complain("apiKeys", "Invalid input: expected array");
    }
    if (!fields.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, fields.problems()));
    }
    for (const nlohmann::json& key : *found) {
        wanted.items.push_back(
            {.line = wanted.items.size() + 1, .key = key_line::parse(key.dump())});
    }
    return wanted;
}

}  // namespace

Result<Answer> list_key_records(const Call& call)
{
    const auto scope = TRY(find_scope(call));
    if (!scope) {
        return scope.error();
    }
    return defer_key_work(call,
                          *scope,
                          Commitment::trial,
                          [scope = *scope, part = read_part(call)](const KeyWork& work) {
                              return render_records(work, scope, part);
                          });
}

Result<Answer> list_dead_keys(const Call& call)
{
    const auto scope = TRY(find_scope(call));
    if (!scope) {
        return scope.error();
    }
    constexpr IntegerParameter at_least{
        .name = "forAtLeast", .minimum = 0, .maximum = INT64_MAX / 2, .fallback = 0};
    const DeathPolicy policy{.expired = asks_for(call, "expired"),
                             .revoked = asks_for(call, "revoked"),
                             .exhausted = asks_for(call, "exhausted"),
                             .at_least = milliseconds{integer_value(call.request.query, at_least)}};
    return defer_key_work(call, *scope, Commitment::trial, [policy](const KeyWork& work) {
        return render_dead(work.keys.find_dead(policy), work.now);
    });
}

Result<Answer> prune_keys(const Call& call)
{
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto commitment = read_commitment(*body);
    if (!commitment) {
        return commitment.error();
    }
    const auto pruning = read_pruning(*body);
    if (!pruning) {
        return pruning.error();
    }
    const auto scope = TRY(find_scope(call));
    if (!scope) {
        return scope.error();
    }
    return defer_key_work(call, *scope, *commitment, [pruning = *pruning](const KeyWork& work) {
        return render_dead(work.keys.remove_dead(pruning.ids, pruning.policy), work.now);
    });
}

Result<Answer> export_keys(const Call& call)
{
    const auto scope = TRY(find_scope_of_key(call));
    if (!scope) {
        return scope.error();
    }
    return defer_key_work(call,
                          *scope,
                          Commitment::trial,
                          [scope = *scope, part = read_part(call)](const KeyWork& work) {
                              return render_export(work, scope, part);
                          });
}

// All keys go into the caller's own organization, whatever they say.
Result<Answer> import_keys(const Call& call)
{
    const auto scope = TRY(find_scope_of_key(call));
    if (!scope) {
        return scope.error();
    }
    const auto body = read_auth_body(call.request);
    if (!body) {
        return body.error();
    }
    const auto commitment = read_commitment(*body);
    if (!commitment) {
        return commitment.error();
    }
    auto wanted = read_import(*body);
    if (!wanted) {
        return wanted.error();
    }
    wanted->rules.organization = scope->organization_id;
    wanted->rules.importer = manager_of(call).user_id;
    return defer_key_work(call,
                          *scope,
                          *commitment,
                          [wanted = *std::move(wanted)](const KeyWork& work) -> Result<Reply> {
                              const KeyImportReport report =
                                  TRY(work.keys.import_keys(wanted.items, wanted.rules));
                              return auth_reply(key_wire::format(report));
                          });
}

}  // namespace azen::server::handlers

#include "cli/remote_key_service.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "cli/key_bodies.h"
#include "core/base/time_text.h"
#include "core/base/uuid.h"
#include "core/key/secret_hash.h"
#include "core/transfer/key_line.h"
#include "core/usage/usage_json.h"
#include "core/wire/key_wire.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t keys_at_once = 200;

// What cannot be read is the server's defect, whatever is wrong with it.
template <typename Value>
Result<Value> readable(Result<Value> read)
{
    if (!read) {
        return fail(ErrorKind::internal,
                    "the server's answer is not of the agreed shape: " + read.error().message,
                    "use an azen of the server's version");
    }
    return read;
}

// The only copy of a new secret; nullopt when there is none.
std::optional<Secret> secret_in(const Json& answer)
{
    const auto found = answer.find("key");
    return found != answer.end() && found->is_string()
               ? std::optional<Secret>{found->get<std::string>()}
               : std::nullopt;
}

// What the wire calls it: see key_wire.h.
SecretHash wire_name_of(const Secret& secret)
{
    return fingerprint(key_secret::hash(secret.reveal()));
}

Displaced displaced_in(const Json& answer)
{
    const auto found = answer.find("displaced");
    if (found == answer.end()) {
        return Displaced::nothing;
    }
    if (*found == "pending") {
        return Displaced::pending;
    }
    return *found == "retiring" ? Displaced::retiring : Displaced::nothing;
}

std::string reference_query(const char* route, std::string_view reference)
{
    return fmt::format("{}?reference={}", route, percent_encode(reference));
}

Result<std::vector<DeadKey>> dead_keys_in(const Json& answer)
{
    std::vector<DeadKey> dead;
    for (const Json& each : answer.value("apiKeys", Json::array())) {
        dead.push_back(TRY(readable(key_wire::parse_dead_key(each))));
    }
    return dead;
}

Result<void> check_import(const KeyImportRules& rules)
{
    return rules.organization
               ? fail(ErrorKind::invalid,
                      "a server takes keys into the organization of the key that asks",
                      "leave --organization out")
               : Result<void>{};
}

// The server has numbered what it was sent; what could not be read was not.
KeyImportReport with_unreadable(std::span<const KeyImportItem> items, KeyImportReport told)
{
    KeyImportReport report{.results = {}, .committed = told.committed};
    auto next = told.results.begin();
    for (const KeyImportItem& item : items) {
        if (!item.key) {
            report.results.push_back({.line = item.line, .error = item.key.error()});
        } else if (next != told.results.end()) {
            next->line = item.line;
            report.results.push_back(std::move(*next++));
        }
    }
    return report;
}

}  // namespace

Result<Json> RemoteKeyService::get(const std::string& target)
{
    const HttpResponse response = TRY(http_->send({.method = HttpMethod::get,
                                                   .path = "/api/auth/api-key/" + target,
                                                   .body = {},
                                                   .resend = Resend::yes}));
    return read_answer(response);
}

// The server speaks of the key that it has not seen; who sent a session should hear of that.
Result<Json> RemoteKeyService::read_answer(const HttpResponse& response) const
{
    if (response.status == 401 && asker_ == Asker::session) {
        return fail(ErrorKind::refused,
                    "the session has ended or is not valid",
                    "sign in again, and put the new cookie into the file");
    }
    return key_bodies::read_answer(response);
}

Result<Json> RemoteKeyService::post(const char* verb, Json body, Resend resend)
{
    if (effect_ == Effect::trial) {
        body["dryRun"] = true;
    }
    const HttpResponse response =
        TRY(http_->send({.method = HttpMethod::post,
                         .path = fmt::format("/api/auth/api-key/{}", verb),
                         .body = body.dump(-1, ' ', false, Json::error_handler_t::replace),
                         .resend = resend}));
    return read_answer(response);
}

std::string RemoteKeyService::idempotency_key(const std::optional<std::string>& wanted)
{
    return wanted ? *wanted : make_uuid(random_);
}

Result<IssuedKey> RemoteKeyService::create(const NewKey& wanted)
{
    if (wanted.user) {
        return fail(ErrorKind::invalid, "on a server a key is its maker's", "leave --user out");
    }
    Json body = key_bodies::of_new_key(wanted);
    body["idempotencyKey"] = idempotency_key(wanted.idempotency_key);
    const Json answer = TRY(post("create", std::move(body), Resend::yes));
    IssuedKey issued{.key = TRY(readable(key_wire::parse_key(answer))),
                     .secret = secret_in(answer).value_or(Secret{""})};
    issued.hash = wire_name_of(issued.secret);
    return issued;
}

Result<std::vector<ApiKey>> RemoteKeyService::list(const Page& page)
{
    const Json answer =
        TRY(get(fmt::format("list?limit={}&offset={}&sortDirection=desc&includeRevoked=true",
                            page.limit,
                            page.offset)));
    std::vector<ApiKey> keys;
    for (const Json& each : answer.value("apiKeys", Json::array())) {
        keys.push_back(TRY(readable(key_wire::parse_key(each))));
    }
    return keys;
}

Result<ApiKey> RemoteKeyService::find(std::string_view reference)
{
    KeyHistory found = TRY(history(reference));
    return std::move(found.key);
}

Result<KeyHistory> RemoteKeyService::history(std::string_view reference)
{
    const Json answer = TRY(get(reference_query("get", reference)));
    return readable(key_wire::parse_history(answer));
}

// Sets what shall be, whatever it was: doing it twice comes to the same.
Result<ApiKey> RemoteKeyService::change(std::string_view reference, const KeyChange& change)
{
    Json body = key_bodies::of_change(change);
    body["reference"] = reference;
    const Json answer = TRY(post("update", std::move(body), Resend::yes));
    return readable(key_wire::parse_key(answer));
}

Result<ApiKey> RemoteKeyService::revoke(std::string_view reference)
{
    const Json answer = TRY(post("delete", {{"reference", reference}}, Resend::yes));
    return readable(key_wire::parse_key(answer));
}

// Each of these is charged.
Result<Verification> RemoteKeyService::verify(std::string_view presented_key,
                                              std::string_view permission)
{
    const Json answer =
        TRY(post("verify", {{"key", presented_key}, {"permission", permission}}, Resend::no));
    return readable(key_wire::parse_verification(answer));
}

Result<Explanation> RemoteKeyService::explain(std::string_view presented_key,
                                              std::string_view permission,
                                              std::optional<Timestamp> at)
{
    Json body{{"key", presented_key}, {"permission", permission}, {"explain", true}};
    if (at) {
        body["at"] = format_timestamp(*at);
    }
    const Json answer = TRY(post("verify", std::move(body), Resend::yes));
    return readable(key_wire::parse_explanation(answer));
}

Result<UsageSeries> RemoteKeyService::usage(std::string_view reference)
{
    const Json answer = TRY(get(reference_query("usage", reference)));
    return readable(usage_from_json(answer));
}

Result<BegunRotation> RemoteKeyService::begin(std::string_view reference,
                                              const RotationRequest& request)
{
    const auto grace = std::chrono::ceil<std::chrono::seconds>(request.grace);
    const Json answer = TRY(post("rotate",
                                 {{"reference", reference},
                                  {"begin", true},
                                  {"gracePeriod", grace.count()},
                                  {"idempotencyKey", idempotency_key(request.idempotency_key)}},
                                 Resend::yes));
    BegunRotation begun{.key = TRY(readable(key_wire::parse_key(answer))),
                        .secret = secret_in(answer),
                        .displaced = displaced_in(answer)};
    if (begun.secret) {
        begun.hash = wire_name_of(*begun.secret);
    }
    return begun;
}

Result<KeyHistory> RemoteKeyService::conclude(const BegunRotation& begun, Succession succession)
{
    Json body{{"reference", begun.key.id}, {"conclude", format_hash(begun.hash)}};
    switch (succession) {
        case Succession::on_first_use: break;
        case Succession::grace_from_now: body["startGrace"] = "now"; break;
        case Succession::at_once: body["now"] = true; break;
    }
    const Json answer = TRY(post("rotate", std::move(body), Resend::yes));
    return readable(key_wire::parse_history(answer));
}

Result<bool> RemoteKeyService::drop(const BegunRotation& begun)
{
    const Json answer = TRY(post(
        "rotate", {{"reference", begun.key.id}, {"drop", format_hash(begun.hash)}}, Resend::yes));
    const auto dropped = answer.find("dropped");
    return dropped != answer.end() && *dropped == true;
}

// Done twice, each of these finds nothing more to end, and says so: the caller is to see which.
Result<KeyHistory> RemoteKeyService::finish(std::string_view reference)
{
    const Json answer =
        TRY(post("rotate", {{"reference", reference}, {"finish", true}}, Resend::no));
    return readable(key_wire::parse_history(answer));
}

Result<KeyHistory> RemoteKeyService::abort(std::string_view reference)
{
    const Json answer =
        TRY(post("rotate", {{"reference", reference}, {"abort", true}}, Resend::no));
    return readable(key_wire::parse_history(answer));
}

Result<void> RemoteKeyService::walk(const char* route,
                                    const std::function<Result<void>(const Json&)>& visit)
{
    std::int64_t after = 0;
    while (true) {
        const Json answer = TRY(get(fmt::format("{}?after={}", route, after)));
        for (const Json& each : answer.value("apiKeys", Json::array())) {
            TRY(visit(each));
        }
        const auto next = answer.find("next");
        // One that does not grow would be asked for again for ever.
        if (next == answer.end() || !next->is_number_integer() ||
            next->get<std::int64_t>() <= after) {
            return {};
        }
        after = next->get<std::int64_t>();
    }
}

Result<void> RemoteKeyService::for_each(const KeyVisitor& visit)
{
    return walk("records", [&visit](const Json& json) -> Result<void> {
        return visit(TRY(readable(key_wire::parse_record(json))));
    });
}

Result<std::vector<DeadKey>> RemoteKeyService::find_dead(const DeathPolicy& policy)
{
    const Json answer = TRY(get("dead" + key_bodies::query_of_policy(policy)));
    return dead_keys_in(answer);
}

// Sent again, it would not tell of what the first time has removed.
Result<std::vector<DeadKey>> RemoteKeyService::remove_dead(std::span<const std::string> ids,
                                                           const DeathPolicy& policy)
{
    std::vector<DeadKey> removed;
    while (!ids.empty()) {
        const auto some = ids.first(std::min(ids.size(), keys_at_once));
        Json body = key_bodies::of_policy(policy);
        body["keyIds"] = std::vector<std::string>(some.begin(), some.end());
        const Json answer = TRY(post("prune", std::move(body), Resend::no));
        auto dead = TRY(dead_keys_in(answer));
        std::ranges::move(dead, std::back_inserter(removed));
        ids = ids.subspan(some.size());
    }
    return removed;
}

Result<void> RemoteKeyService::export_each(const PortableKeyVisitor& visit)
{
    return walk("export", [&visit](const Json& json) -> Result<void> {
        return visit(TRY(readable(key_line::parse(json.dump()))));
    });
}

// Nothing is imported when anything was not readable; what would become of the rest, the server
// tells.
Result<KeyImportReport> RemoteKeyService::import_keys(std::span<const KeyImportItem> items,
                                                      const KeyImportRules& rules)
{
    TRY(check_import(rules));
    Json body = key_bodies::of_import(items, rules);
    if (body.at("apiKeys").size() < items.size()) {
        body["dryRun"] = true;
    }
    const Json answer = TRY(post("import", std::move(body), Resend::no));
    KeyImportReport report =
        with_unreadable(items, TRY(readable(key_wire::parse_import_report(answer))));
    report.committed = std::ranges::none_of(report.results, [](const KeyImportResult& result) {
        return result.outcome == KeyImportOutcome::rejected;
    });
    return report;
}

}  // namespace azen::cli

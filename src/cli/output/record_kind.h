#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace azen::cli {

/// A kind of thing that commands tell of. Constant data of static lifetime.
struct RecordKind {
    std::string_view schema;                   // name and version: "azen.key/v1"
    std::span<const std::string_view> fields;  // in order, each always there, "schema" apart
    std::string_view name_field{};             // what OutputFormat::name prints; empty: has none
};

}  // namespace azen::cli

/// All that commands tell of. The command table names these for --field and its completion; what is
/// printed is checked against them.
namespace azen::cli::kind {

namespace fields {

// A key on the wire, with what is worked out from it: its status.
inline constexpr std::array<std::string_view, 23> key{"id",
                                                      "name",
                                                      "start",
                                                      "prefix",
                                                      "userId",
                                                      "organizationId",
                                                      "status",
                                                      "enabled",
                                                      "expiresAt",
                                                      "revokedAt",
                                                      "rateLimitEnabled",
                                                      "rateLimitMax",
                                                      "rateLimitTimeWindow",
                                                      "remaining",
                                                      "refillAmount",
                                                      "refillInterval",
                                                      "lastRefillAt",
                                                      "requestCount",
                                                      "lastRequest",
                                                      "permissions",
                                                      "metadata",
                                                      "createdAt",
                                                      "updatedAt"};
// A key with something before or behind it.
template <std::size_t before, std::size_t behind>
constexpr auto around_key(const std::array<std::string_view, before>& first,
                          const std::array<std::string_view, behind>& last)
{
    std::array<std::string_view, before + key.size() + behind> names{};
    const auto middle = std::ranges::copy(first, names.begin()).out;
    std::ranges::copy(last, std::ranges::copy(key, middle).out);
    return names;
}
inline constexpr std::array<std::string_view, 0> nothing{};

// One that was just made, or got another secret: the secret comes first.
inline constexpr auto new_key = around_key(std::array<std::string_view, 1>{"key"}, nothing);
inline constexpr auto rotation = around_key(
    std::array<std::string_view, 5>{"key", "rotated", "displaced", "succession", "graceMs"},
    nothing);
// One with where all its secrets stand.
inline constexpr auto key_details = around_key(nothing, std::array<std::string_view, 1>{"secrets"});
inline constexpr std::array<std::string_view, 9> verification{"accepted",
                                                              "reason",
                                                              "apiKeyId",
                                                              "name",
                                                              "userId",
                                                              "organizationId",
                                                              "requestsLeft",
                                                              "quotaRemaining",
                                                              "waitMs"};

// The same of a decision that charged nothing, and what it was made from.
inline constexpr std::array<std::string_view, 14> explanation{"accepted",
                                                              "reason",
                                                              "apiKeyId",
                                                              "name",
                                                              "userId",
                                                              "organizationId",
                                                              "requestsLeft",
                                                              "quotaRemaining",
                                                              "waitMs",
                                                              "at",
                                                              "secretNotAfter",
                                                              "checks",
                                                              "bucket",
                                                              "quota"};
inline constexpr std::array<std::string_view, 8> leak{
    "file", "line", "column", "start", "form", "state", "apiKeyId", "name"};

// What became of keys, or should.
inline constexpr std::array<std::string_view, 5> key_finding{
    "rule", "apiKeyId", "name", "start", "moment"};
inline constexpr std::array<std::string_view, 7> pruned_key{
    "id", "name", "start", "organizationId", "cause", "since", "requestCount"};
inline constexpr std::array<std::string_view, 5> imported_key{
    "line", "id", "name", "outcome", "problem"};

// Memories, as the API has them.
inline constexpr std::array<std::string_view, 5> memory{
    "id", "content", "metadata", "createdAt", "embedded"};
inline constexpr std::array<std::string_view, 6> found_memory{
    "id", "content", "metadata", "createdAt", "embedded", "score"};
inline constexpr std::array<std::string_view, 3> new_memory{"memoryId", "createdAt", "duplicated"};
inline constexpr std::array<std::string_view, 3> deleted_memory{"memoryId", "deleted", "error"};
inline constexpr std::array<std::string_view, 6> import_report{
    "complete", "created", "duplicated", "rejected", "skipped", "rejects"};

// Accounts, as the API has them, with what is worked out from them.
inline constexpr std::array<std::string_view, 7> user{
    "id", "name", "email", "hasPassword", "disabledAt", "createdAt", "updatedAt"};
inline constexpr std::array<std::string_view, 6> organization{
    "id", "name", "slug", "logo", "metadata", "createdAt"};
inline constexpr std::array<std::string_view, 7> member{
    "userId", "userName", "email", "role", "id", "organizationId", "createdAt"};
inline constexpr std::array<std::string_view, 9> session{"id",
                                                         "userId",
                                                         "userName",
                                                         "activeOrganizationId",
                                                         "ipAddress",
                                                         "userAgent",
                                                         "expiresAt",
                                                         "createdAt",
                                                         "updatedAt"};

// Thirty days, as a whole and one by one.
inline constexpr std::array<std::string_view, 5> usage{
    "apiKeyId", "range", "labels", "series", "summary"};
inline constexpr std::array<std::string_view, 5> usage_day{
    "day", "memory_create", "memory_search", "success", "error"};

// What azen is told beforehand.
inline constexpr std::array<std::string_view, 7> profile{
    "name", "used", "baseUrl", "keyFile", "keyFileState", "keyCommand", "db"};
inline constexpr std::array<std::string_view, 3> setting{"name", "value", "origin"};
// The audit trail, and whether it is what it was.
inline constexpr std::array<std::string_view, 12> audit_entry{"sequence",
                                                              "at",
                                                              "actorKind",
                                                              "actorId",
                                                              "actorName",
                                                              "origin",
                                                              "action",
                                                              "subjectId",
                                                              "subjectName",
                                                              "change",
                                                              "previous",
                                                              "hash"};
inline constexpr std::array<std::string_view, 4> audit_check{"intact", "end", "fault", "sequence"};

// The store as a file.
inline constexpr std::array<std::string_view, 12> store_info{"path",
                                                             "schemaVersion",
                                                             "sizeBytes",
                                                             "logBytes",
                                                             "keys",
                                                             "memories",
                                                             "organizations",
                                                             "users",
                                                             "sessions",
                                                             "auditEntries",
                                                             "journal",
                                                             "masterKeyId"};
inline constexpr std::array<std::string_view, 3> store_check{"sound", "path", "checks"};
inline constexpr std::array<std::string_view, 7> store_backup{
    "path", "sizeBytes", "schemaVersion", "keys", "memories", "masterKeyId", "masterKeyFile"};
inline constexpr std::array<std::string_view, 7> store_restore{
    "path", "replaced", "schemaVersion", "keys", "memories", "masterKeyId", "masterKey"};
inline constexpr std::array<std::string_view, 6> rekey{
    "masterKeyId", "isNew", "resealed", "notOpened", "remaining", "droppedMasterKeys"};

// The program and its surroundings.
inline constexpr std::array<std::string_view, 3> status{"usable", "store", "server"};
inline constexpr std::array<std::string_view, 1> version{"version"};

}  // namespace fields

inline constexpr RecordKind key{"azen.key/v1", fields::key, "id"};
inline constexpr RecordKind new_key{"azen.new-key/v1", fields::new_key, "id"};
inline constexpr RecordKind rotation{"azen.rotation/v1", fields::rotation, "id"};
inline constexpr RecordKind key_details{"azen.key-details/v1", fields::key_details, "id"};
inline constexpr RecordKind verification{"azen.verification/v1", fields::verification, "apiKeyId"};
inline constexpr RecordKind explanation{"azen.explanation/v1", fields::explanation, "apiKeyId"};
inline constexpr RecordKind leak{"azen.leak/v1", fields::leak};
inline constexpr RecordKind key_finding{"azen.key-finding/v1", fields::key_finding, "apiKeyId"};
inline constexpr RecordKind pruned_key{"azen.pruned-key/v1", fields::pruned_key, "id"};
inline constexpr RecordKind imported_key{"azen.imported-key/v1", fields::imported_key, "id"};
inline constexpr RecordKind memory{"azen.memory/v1", fields::memory, "id"};
inline constexpr RecordKind found_memory{"azen.found-memory/v1", fields::found_memory, "id"};
inline constexpr RecordKind new_memory{"azen.new-memory/v1", fields::new_memory, "memoryId"};
inline constexpr RecordKind deleted_memory{
    "azen.deleted-memory/v1", fields::deleted_memory, "memoryId"};
inline constexpr RecordKind import_report{"azen.import/v1", fields::import_report};
inline constexpr RecordKind user{"azen.user/v1", fields::user, "id"};
inline constexpr RecordKind organization{"azen.organization/v1", fields::organization, "id"};
inline constexpr RecordKind member{"azen.member/v1", fields::member, "userId"};
inline constexpr RecordKind session{"azen.session/v1", fields::session, "id"};
inline constexpr RecordKind usage{"azen.usage/v1", fields::usage};
inline constexpr RecordKind usage_day{"azen.usage-day/v1", fields::usage_day};
inline constexpr RecordKind audit_entry{"azen.audit-entry/v1", fields::audit_entry};
inline constexpr RecordKind audit_check{"azen.audit-check/v1", fields::audit_check};
inline constexpr RecordKind profile{"azen.profile/v1", fields::profile, "name"};
inline constexpr RecordKind setting{"azen.setting/v1", fields::setting, "name"};
inline constexpr RecordKind store_info{"azen.store/v1", fields::store_info, "path"};
inline constexpr RecordKind store_check{"azen.store-check/v1", fields::store_check, "path"};
inline constexpr RecordKind store_backup{"azen.store-backup/v1", fields::store_backup, "path"};
inline constexpr RecordKind store_restore{"azen.store-restore/v1", fields::store_restore, "path"};
inline constexpr RecordKind rekey{"azen.rekey/v1", fields::rekey, "masterKeyId"};
inline constexpr RecordKind status{"azen.status/v1", fields::status};
inline constexpr RecordKind version{"azen.version/v1", fields::version};

}  // namespace azen::cli::kind

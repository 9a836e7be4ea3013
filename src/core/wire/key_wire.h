#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

/// What a server and RemoteKeyService tell each other about keys, besides key_to_json() and
/// key_line: each thing in both directions, so that they cannot drift apart.
///
/// Whatever is read may have fields beyond those that are known. What is missing, or has another
/// type, is ErrorKind::invalid. No secret is in it, and no hash of one: a secret goes by the
/// fingerprint of its hash, which KeySecret::hash holds in what has been read.
namespace azen::key_wire {

using Json = nlohmann::ordered_json;

/// The inverse of key_to_json(), but for what it leaves out: the state of the token bucket.
Result<ApiKey> parse_key(const Json& json);

/// A key with its secrets, oldest first, and who uses the retiring one: the key's own fields and
/// "secrets".
Json format(const KeyHistory& history, Timestamp now);
Result<KeyHistory> parse_history(const Json& json);

/// The same with "row", and nobody's use.
Json format(const KeyRecord& record, Timestamp now);
Result<KeyRecord> parse_record(const Json& json);

Json format(const Verification& verification, Timestamp now);
Result<Verification> parse_verification(const Json& json);

Json format(const Explanation& explanation, Timestamp now);
Result<Explanation> parse_explanation(const Json& json);

Json format(const DeadKey& dead, Timestamp now);
Result<DeadKey> parse_dead_key(const Json& json);

Json format(const KeyImportReport& report);
Result<KeyImportReport> parse_import_report(const Json& json);

/// An error as far as it helps whoever asked.
Json format(const Error& error);
Result<Error> parse_error(const Json& json);

}  // namespace azen::key_wire

#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/http_client.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

/// What RemoteKeyService says to a server, and how it takes what the server says against it.
namespace azen::cli::key_bodies {

using Json = nlohmann::ordered_json;

/// The body that asks for a key, without an idempotency key. What is as by default is left out: a
/// session may not set it.
Json of_new_key(const NewKey& wanted);

/// The body that asks for a change, without the key it is about.
Json of_change(const KeyChange& change);

/// The fields that ask for a kind of dead key, for a body and for a query.
Json of_policy(const DeathPolicy& policy);
std::string query_of_policy(const DeathPolicy& policy);

/// The body that brings in the items that could be read.
Json of_import(std::span<const KeyImportItem> items, const KeyImportRules& rules);

/// The parsed body of a successful answer. A refusal in the routes' own words keeps message and
/// hint, as if the service were here; any other is as api_error() has it.
Result<Json> read_answer(const HttpResponse& response);

}  // namespace azen::cli::key_bodies

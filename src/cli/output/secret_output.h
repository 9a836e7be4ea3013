#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "cli/output/output_form.h"
#include "core/base/clock.h"
#include "core/service/rotation_service.h"

/// How the versions of a key's secret look: to people, and as JSON.
namespace azen::cli {

/// The record of kind::key_details: the key, and as "secrets" all that it has had, newest first,
/// each with the clients that used it while it was retiring.
nlohmann::ordered_json key_details_to_json(const KeyHistory& history, Timestamp now);

/// One key with all its fields and where its secrets stand. People are told of the revoked ones how
/// many there are.
void print_key_history(Context& context, const KeyHistory& history, const Output& output);

/// A client that still used a retiring secret: "127.0.0.1, curl/8.0: 3 requests, the last ...".
std::string describe_use(const SecretUse& use, Timestamp now);

/// Where a secret stands at that moment, whether or not a row says so yet.
SecretState state_at(const KeySecret& secret, Timestamp now);

}  // namespace azen::cli

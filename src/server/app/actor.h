#pragma once

#include <string>
#include <string_view>

#include "core/audit/audit_entry.h"
#include "core/base/result.h"
#include "server/app/call.h"

namespace azen::server {

/// Who makes the changes that a request asks for, as the audit trail tells of it: the session's
/// user, else the key. Precondition: the call has a transaction, and a session or a caller.
Result<Actor> actor_of(const Call& call);

/// A key as an actor, at that address.
Result<Actor> key_actor(Transaction& transaction, std::string id, std::string_view address);

}  // namespace azen::server

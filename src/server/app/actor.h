#pragma once

#include "core/audit/audit_entry.h"
#include "core/base/result.h"
#include "server/app/call.h"

namespace azen::server {

/// Who makes the changes that a request asks for, as the audit trail tells of it: the session's
/// user, else the key. Precondition: the call has a transaction, and a session or a caller.
Result<Actor> actor_of(const Call& call);

}  // namespace azen::server

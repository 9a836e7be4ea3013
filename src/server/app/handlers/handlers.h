#pragma once

#include "server/app/call.h"

/// One function for each row of the route table. Each reads: parse, ask the service, render.
/// Authentication, media type, permission and use are the tick's business and settled before.
namespace azen::server::handlers {

/// memories.cpp: memories of the caller's organization; another's do not exist.
Result<Answer> create_memory(const Call& call);  // 201; 200 when its dedup key was used before
Result<Answer> list_memories(const Call& call);  // defers a page of large ones
Result<Answer> get_memory(const Call& call);
Result<Answer> delete_memory(const Call& call);

/// search.cpp: checks its input, then defers.
Result<Answer> search_memories(const Call& call);

/// usage.cpp
Result<Answer> usage(const Call& call);

/// verify.cpp: the route a gateway calls for each of its own requests, so it must be the fastest.
Result<Answer> verify(const Call& call);

/// sign_in.cpp: throttled, checks the password on a worker thread.
Result<Answer> sign_in(const Call& call);

/// sessions.cpp: the session itself. None of these tells an unknown session from none.
Result<Answer> sign_out(const Call& call);
Result<Answer> get_session(const Call& call);

/// organizations.cpp: those that the session's user is a member of.
Result<Answer> create_organization(const Call& call);  // its user becomes the first owner
Result<Answer> list_organizations(const Call& call);
Result<Answer> set_active_organization(const Call& call);

/// api_keys.cpp: the keys that the caller administers; all others do not exist. Changes are made by
/// a worker thread, in transactions of their own.
Result<Answer> create_key(const Call& call);
Result<Answer> get_key(const Call& call);
Result<Answer> list_keys(const Call& call);
Result<Answer> update_key(const Call& call);
Result<Answer> delete_key(const Call& call);

/// key_rotation.cpp: the same of a key's secrets.
Result<Answer> rotate_key(const Call& call);

/// key_checks.cpp: what a key is good for, with reasons, and what it did.
Result<Answer> verify_key(const Call& call);
Result<Answer> key_usage(const Call& call);

/// key_bulk.cpp: all of the keys at once. What gives out the hashes of secrets or takes them in is
/// for keys with a permission of its own, and for no session.
Result<Answer> list_key_records(const Call& call);
Result<Answer> list_dead_keys(const Call& call);
Result<Answer> prune_keys(const Call& call);
Result<Answer> export_keys(const Call& call);
Result<Answer> import_keys(const Call& call);

/// pages.cpp: what needs no key. None of it defers, and only readiness() needs a transaction.
Result<Answer> welcome(const Call& call);
Result<Answer> api_root(const Call& call);
Result<Answer> health(const Call& call);
Result<Answer> readiness(const Call& call);  // needs the tick's transaction to have begun
Result<Answer> metrics(const Call& call);    // 404 for those who may not see them
Result<Answer> openapi(const Call& call);

}  // namespace azen::server::handlers

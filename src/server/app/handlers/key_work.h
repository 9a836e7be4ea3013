#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/service/key_service.h"
#include "server/app/call.h"
#include "server/app/key_manager.h"
#include "server/http/reply.h"

#include <tl/expected.hpp>

/// What the routes that administer keys have in common: whose keys, and that a worker thread sees
/// to them.
namespace azen::server::handlers {

/// Whether what is done is kept; see `dryRun` in the bodies.
enum class Commitment : std::uint8_t { real, trial };

/// What a piece of work is given: the keys in the manager's scope.
struct KeyWork {
    KeyService& keys;
    Store& store;  // with everybody's keys
    Timestamp now;
};

/// Leaves `work` to a worker thread, where it works in transactions of its own; what it returns is
/// the reply. It may not use the Call. What it changes is told of as the caller's, and changed only
/// as long as the caller may.
Result<Answer> defer_key_work(const Call& call,
                              KeyScope scope,
                              Commitment commitment,
                              std::function<Result<Reply>(const KeyWork&)> work);

/// The keys that a manager administers in the organization that it works in; or what to answer.
Result<tl::expected<KeyScope, Reply>> find_scope(const Call& call);

/// A key that a request is about.
struct KeyTarget {
    std::string reference;  // for KeyService
    KeyScope scope;
    bool by_id = true;  // as Better Auth's clients name it; revoked keys do not exist for them
};

/// From `keyId`, or from `reference`, which is what people call it: an id, a name or a start.
/// Or what to answer.
Result<tl::expected<KeyTarget, Reply>> find_target(const Call& call, const nlohmann::json& body);

/// The same from the query's `id` or `reference`.
Result<tl::expected<KeyTarget, Reply>> find_target(const Call& call);

/// From `dryRun`, if it is there; or what to answer.
tl::expected<Commitment, Reply> read_commitment(const nlohmann::json& body);

/// What a failure of KeyService is to whoever administers that key.
Result<Reply> key_failure_reply(const Error& error, bool by_id);

}  // namespace azen::server::handlers

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/crypto.h"

namespace azen {

/// What kind of someone made a change.
enum class ActorKind : std::uint8_t {
    local = 0,  // an account of the machine that the store is on
    user = 1,   // a user, by a session
    key = 2,    // an API key
};

/// The enumerator's name, as machine output shows it.
std::string_view to_string(ActorKind kind);

/// Who makes changes, and from where.
struct Actor {
    ActorKind kind = ActorKind::local;
    std::string id;      // the account's number, or the id of the user or key
    std::string name;    // the account's, user's or key's name, as it was then
    std::string origin;  // the host of a local account, else the address of the client
};

/// One change, as it is told to the audit trail.
struct AuditEntry {
    Timestamp at{};
    Actor actor;
    std::string action;        // "key.create": what was changed, and how
    std::string subject_id;    // of the key, user or organization that was changed
    std::string subject_name;  // as it was after the change
    std::string change;        // JSON text of an object: "before", "after" or both, with the fields
                               // that differ, or neither; never a secret
};

/// An entry in its place in the trail.
struct AuditRow {
    std::int64_t sequence = 0;  // 1, 2, 3, … without a gap
    AuditEntry entry;
    Digest previous{};  // the hash of the row before; zeros in the first
    Digest hash{};      // audit_chain::link() of all of the above
};

}  // namespace azen

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/audit/audit_entry.h"

/// What makes the audit trail tamper-evident: each row carries the hash of the row before, so that
/// none can be changed, added or taken out between others without every later hash being wrong.
/// Someone who may write to the store can make all later hashes anew: against that, keep a
/// ChainEnd somewhere else and check() against it.
namespace azen::audit_chain {

/// SHA-256 over, in this order: the previous hash (32 bytes), the sequence and the time in
/// milliseconds since 1970 (8 bytes each, big-endian), the actor's kind (1 byte), and then the
/// actor's id, name and origin, the action, the subject's id and name, and the change, each as its
/// length in bytes (8 bytes, big-endian) and its bytes.
Digest link(std::int64_t sequence, const AuditEntry& entry, const Digest& previous);

/// Up to where a trail goes.
struct ChainEnd {
    std::int64_t sequence = 0;  // of the last row; 0: there is none
    Digest hash{};              // its hash

    bool operator==(const ChainEnd&) const = default;
};

/// Where a trail is not what it was, and how that shows.
struct ChainFault {
    std::int64_t sequence = 0;
    std::string what;  // "row 7 was changed"
};

/// Checks a trail, row by row from the first.
class Checker {
public:
    /// `anchor`: an end that the trail is known to have had.
    explicit Checker(std::optional<ChainEnd> anchor = std::nullopt) : anchor_{anchor} {}

    /// The next row of the trail; nullopt: it is as it should be. After a fault, ask no more.
    std::optional<ChainFault> check(const AuditRow& row);

    /// After the last row. `issued`: the highest sequence that the store ever gave.
    std::optional<ChainFault> finish(std::int64_t issued) const;

    /// Up to where it has been checked.
    const ChainEnd& end() const { return end_; }

private:
    std::optional<ChainEnd> anchor_;
    ChainEnd end_;
};

}  // namespace azen::audit_chain

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/audit/audit_entry.h"
#include "core/base/clock.h"
#include "core/store/store.h"

namespace azen {

/// What a change is a change of. Refers to texts of the caller's.
struct Subject {
    const std::string& id;
    const std::string& name;
};

/// Tells the trail of one transaction what one actor does in it; all of what it is made from
/// outlives it.
class Recorder {
public:
    Recorder(AuditRows& audit, const Actor& actor, const Clock& clock)
        : audit_{audit}, actor_{actor}, clock_{clock}
    {}

    Result<void> record(std::string_view action, const Subject& subject, std::string change)
    {
        return audit_.append({.at = clock_.now(),
                              .actor = actor_,
                              .action = std::string{action},
                              .subject_id = subject.id,
                              .subject_name = subject.name,
                              .change = std::move(change)});
    }

private:
    AuditRows& audit_;
    const Actor& actor_;
    const Clock& clock_;
};

}  // namespace azen

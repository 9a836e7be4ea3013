#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"

namespace azen {

/// A store that is looked at as it is: nothing in it is brought up to date, folded or written, and
/// others may use it meanwhile. For administration; one per thread.
///
/// What an older schema does not have is ErrorKind::store, as damage is.
class StoreInspection {
public:
    virtual ~StoreInspection() = default;

    virtual Result<StoreInfo> info() = 0;

    /// What the database finds wrong with itself, a sentence each: pages, indexes, rows that refer
    /// to others that are not there. At most a hundred of each. It reads the whole store.
    virtual Result<std::vector<std::string>> damages() = 0;

    /// Reads the whole journal. ErrorKind::store names the first row that cannot be read.
    virtual Result<void> read_journal() = 0;

    /// Both live as long as this.
    virtual AuditRows& audit() = 0;
    virtual MemoryReader& memories() = 0;
};

}  // namespace azen

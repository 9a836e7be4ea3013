#pragma once

#include "core/base/error.h"

namespace azen::cli {

/// What the process ends with. Part of the interface: scripts branch on these numbers, so one is
/// never given another meaning.
enum class ExitStatus : int {
    // Numbers, names and meanings are documented in azen(1), which is made from shared_text.cpp.
    ok = 0,
    unexpected = 1,  // a defect of ours, or an error of the server spoken to
    usage = 2,       // wrong arguments or configuration
    not_found = 3,   // no such key, memory or store
    refused = 4,     // credential missing or not accepted
    conflict = 5,    // the present state stands against it
    rate_limited = 6,
    unreachable = 7,  // network, time-out, TLS
    partial = 8,      // of many things asked for at once, some failed
    declined = 9,     // confirmation needed, or not given
    negative = 10,    // a check came out negative
    store = 11,       // store locked, corrupt or newer
    interrupted = 130,
};

/// The one place where failures become exit statuses.
ExitStatus exit_status_of(ErrorKind kind);

}  // namespace azen::cli

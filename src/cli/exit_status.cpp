#include "cli/exit_status.h"

namespace azen::cli {

ExitStatus exit_status_of(ErrorKind kind)
{
    // No default: a new kind must not compile before someone has decided on its status.
    switch (kind) {
        case ErrorKind::invalid: return ExitStatus::usage;
        case ErrorKind::not_found: return ExitStatus::not_found;
        case ErrorKind::refused: return ExitStatus::refused;
        case ErrorKind::conflict: return ExitStatus::conflict;
        case ErrorKind::rate_limited: return ExitStatus::rate_limited;
        case ErrorKind::unreachable: return ExitStatus::unreachable;
        case ErrorKind::declined: return ExitStatus::declined;
        case ErrorKind::store: return ExitStatus::store;
        case ErrorKind::internal: return ExitStatus::unexpected;
    }
    return ExitStatus::unexpected;
}

}  // namespace azen::cli

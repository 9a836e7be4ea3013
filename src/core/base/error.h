#pragma once

#include <string>

namespace azen {

/// What the caller can do about a failure; the edges (HTTP status, exit status) switch on it.
enum class ErrorKind {
    invalid,       // change the input
    not_found,     // name something that exists
    refused,       // present another credential
    conflict,      // the present state stands against it
    rate_limited,  // wait, then send the same again
    unreachable,   // network, time-out or TLS: try again later
    declined,      // confirm, then repeat
    store,         // mend the store: locked, corrupt, full, newer or unreadable
    internal,      // report it: a defect of ours or of the server spoken to
};

/// A failure for a person to read. Never holds a secret.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string message;  // what went wrong: no capital, no full stop
    std::string hint;     // one next step, or empty
};

}  // namespace azen

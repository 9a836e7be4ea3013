#pragma once

#include "core/account/password.h"
#include "core/base/random.h"
#include "core/memory/keyring.h"
#include "server/app/session_cookies.h"
#include "server/app/sign_in_throttle.h"

namespace azen::server {

/// What the routes of accounts and sessions are answered from, besides the store. Thread-safe.
struct Accounts {
    Accounts(Keyring& keyring, Transport clients, RandomSource& random_source)
        : transport{clients}, cookies{keyring, clients}, random{random_source}
    {}

    const Transport transport;
    const SessionCookies cookies;
    StoredSessions sessions{cookies};
    SignInThrottle throttle;
    RandomSource& random;  // outlives this
    PasswordCost password_cost;
};

}  // namespace azen::server

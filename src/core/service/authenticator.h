#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/key/key_rules.h"
#include "core/store/store.h"

namespace azen {

/// Who sent a request, for the record of those who still use a retiring secret.
struct Client {
    std::string_view address;  // as seen here; may be empty
    std::string_view agent;    // what it calls itself; may be empty
};

/// A request that presents a secret.
struct Attempt {
    const SecretHash& hash;       // of what was presented
    const LiveSecret& secret;     // what the hash led to
    std::string_view permission;  // "resource.action", or empty when none is needed
    Client client;
};

/// The answer to "may this request pass?".
struct Admission {
    std::optional<Refusal> refusal{};      // nullopt: it may, and it has been charged
    LiveKey* key = nullptr;                // set whenever the secret is known
    std::optional<Allowance> allowance{};  // where limits had a say
};

/// Who may pass. The only way to charge a key, for the server's ticks and for the command line
/// alike. No state; thread-safe.
namespace authenticator {

/// What the header says, before the store is asked: the hash to look up, or why there is none.
/// `count` is how many azen-api-key header fields the request carried.
tl::expected<SecretHash, Refusal> screen(std::string_view presented_key, std::size_t count);

/// What the decision reads of a known secret and its key. Precondition: secret.key != nullptr.
KeyFacts facts_of(const LiveSecret& secret);

/// Decides on a request, and charges the key when it may pass. The first use of a pending secret
/// makes it the active one; of the use of a retiring one it is noted whose it was. Fails only where
/// a pending secret's rows do.
Result<Admission> admit(KeyRows& keys, const Attempt& attempt, Timestamp now);

}  // namespace authenticator

}  // namespace azen

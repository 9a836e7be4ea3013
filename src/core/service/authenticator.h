#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/key/key_rules.h"
#include "core/store/store.h"

namespace azen {

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

/// Decides on a request whose secret led to `secret`, and charges the key when it may pass.
/// `permission` is "resource.action", or empty when none is needed.
Admission admit(KeyRows& keys,
                const LiveSecret& secret,
                std::string_view permission,
                Timestamp now);

}  // namespace authenticator

}  // namespace azen

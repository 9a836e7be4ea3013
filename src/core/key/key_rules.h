#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "core/key/api_key.h"

namespace azen {

/// Why a credential was not accepted. For logs, metrics and administrators; the wire says less.
enum class Refusal : std::uint8_t {
    missing,    // no key presented
    repeated,   // more than one
    malformed,  // not of the key format
    unknown,    // no such secret
    revoked,    // the key, or this secret of it
    disabled,
    expired,
    ownerless,  // no organization or no user
    permission_missing,
    quota_exceeded,
    rate_limited,
    no_organization,  // a session whose user has no active organization
    foreign_origin,   // a session's cookie, sent at the wish of another site's page
};

/// The enumerator's name, as logs and metrics show it.
std::string_view to_string(Refusal refusal);

/// The parts of a key, and of the secret presented, that the decision reads. A value without
/// strings: the authenticator fills one for each request.
struct KeyFacts {
    bool enabled = true;
    bool revoked = false;
    bool owned = true;  // organization and user are both there
    SecretState secret_state = SecretState::active;
    std::optional<Timestamp> secret_not_after = std::nullopt;
    std::optional<Timestamp> expires_at = std::nullopt;
    RateLimit rate_limit = {};
    std::optional<Refill> refill = std::nullopt;
};

/// How much a key may still do, as of the decision and after its charge; what the RateLimit header
/// fields say.
struct Allowance {
    bool rate_limited = false;  // whether a rate limit applies at all
    RateLimit rate_limit = {};  // meaningful when rate_limited
    std::int64_t tokens = 0;    // whole tokens left
    std::optional<std::int64_t> quota_remaining = std::nullopt;  // nullopt: no quota
    std::optional<milliseconds> wait =
        std::nullopt;  // until the next request passes; nullopt: never
};

/// Accepted: the use after this request, to be stored. Until it is, the request is not charged.
struct Accepted {
    KeyUse use;
    Allowance allowance;
};

/// Refused: nothing is to be stored.
struct Refused {
    Refusal reason;
    Allowance allowance = {};  // set for rate_limited and quota_exceeded only
};

using Verdict = std::variant<Accepted, Refused>;

/// Decides on one request, in the contract's order: revoked, disabled, expired, owner, permission,
/// then quota and rate limit together, charging both or neither. Pure.
///
/// `permitted` is whether the key's permissions cover what the request needs.
Verdict decide(const KeyFacts& key, const KeyUse& use, bool permitted, Timestamp now);

}  // namespace azen

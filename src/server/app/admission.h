#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/session.h"
#include "core/service/authenticator.h"
#include "server/app/call.h"
#include "server/app/origin_check.h"
#include "server/app/route_table.h"
#include "server/http/error_table.h"
#include "server/http/exchange.h"

#include <tl/expected.hpp>

/// Who may pass, in the contract's order: a session, else the key.
namespace azen::server {

/// An exchange that needs the store, on its way through one tick.
struct Pending {
    Exchange* exchange = nullptr;
    const Route* route = nullptr;  // nullptr: nothing is left but Exchange::finish
    std::string_view memory_id;    // a part of the exchange's path

    // Authentication; unused on routes that need none.
    tl::expected<SecretHash, Refusal> screened = tl::unexpected(Refusal::missing);
    std::optional<PresentedSession> session;
    LiveSecret secret;

    bool takes_key() const
    {
        return route != nullptr && (route->authentication == Authentication::required ||
                                    route->authentication == Authentication::manager);
    }
    bool asks_for_session() const
    {
        return route != nullptr && route->authentication != Authentication::none;
    }
};

/// Who passed, or what to answer.
using Admitted = tl::expected<Caller, ApiError>;

namespace admission {

/// Looks up everything that the batch presents: each cookie's session, then the secrets of all who
/// have none, at once. Nothing is charged.
Result<void> identify(Transaction& transaction,
                      SessionSource& sessions,
                      std::span<Pending> batch,
                      Timestamp now);

/// What stands against a request that would change something on the word of a cookie: where it
/// comes from. nullopt: nothing does. `pending` has been through identify().
std::optional<OriginVerdict> refuse_origin(const Pending& pending,
                                           const std::vector<std::string>& origins,
                                           Transport transport);

/// Decides on one request that identify() has seen, and charges its key when it may pass. Notes
/// key and outcome on the exchange, and the rate limit header fields on its reply. The caller's
/// identity is valid while `pending` and the transaction are. A failure is the transaction's: what
/// belongs together in it may be there by half.
Result<Admitted> admit(const Services& services,
                       Transaction& transaction,
                       Pending& pending,
                       Timestamp now);

/// Notes `refusal` on the exchange and tells what the client is told: the same 403 for nearly all,
/// so that nobody learns about keys by trying them.
ApiError refuse(Exchange& exchange, Refusal refusal);

}  // namespace admission

}  // namespace azen::server

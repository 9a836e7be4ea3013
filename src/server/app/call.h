#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/account/session.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"
#include "core/usage/usage.h"
#include "server/http/reply.h"
#include "server/http/request.h"

/// What a handler is given, and what it gives back.
namespace azen::server {

class Metrics;
struct Services;

/// What a gateway is told about a request: the context that handlers work in.
struct Identity {
    std::string_view user_id;
    std::string_view api_key_id;  // empty: a session, not a key
    std::string_view organization_id;
};

/// Who an authenticated request comes from.
struct Caller {
    Identity identity;
    std::optional<std::int64_t> key_row;  // LiveKey::row; nullopt: a session
};

/// What the operational routes tell about the server itself.
struct ServerStatus {
    const Metrics& metrics;
    bool public_metrics = false;
    bool draining = false;
    bool maintained = true;  // the store
};

/// One request for one handler. Valid only while the handler runs; what is to outlive it has to be
/// copied out of it.
struct Call {
    const Request& request;
    const Services& services;
    const ServerStatus& server;
    std::string_view memory_id;   // what stood for {id}, raw; empty where the pattern has none
    std::string_view permission;  // what the route asks of a key

    /// The reply as far as it is made: admission's header lines. A handler that runs for every
    /// request of a gateway goes on with this one, whose texts have room, instead of making its
    /// own.
    Reply* draft = nullptr;

    // Set where the route's row asks for the store, and for authentication.
    Transaction* transaction = nullptr;
    Caller caller;
    const PresentedSession* session = nullptr;  // where the row asks for one, and there is one
    Timestamp now{};
};

/// Slow work that a handler leaves for a worker thread. It may not use the Call.
struct Deferred {
    /// Work of one queue is done one after another, so that whoever has much of it takes one of the
    /// threads and not all. Empty: at once, beside any other.
    std::string queue{};
    std::function<Result<Reply>()> work;
};

/// A reply now, or later.
using Answer = std::variant<Reply, Deferred>;

/// A wrong request is a reply too (error_reply); an Error is a failure of ours, which the client
/// hears nothing about but its status.
using Handler = Result<Answer> (*)(const Call& call);

}  // namespace azen::server

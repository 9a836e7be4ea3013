#pragma once

#include <array>
#include <string>

#include "e2e/installation.h"

namespace azen::test {

/// The gateways whose configurations the documentation gives.
enum class GatewayKind { nginx, caddy, haproxy };

inline constexpr std::array all_gateways{
    GatewayKind::nginx, GatewayKind::caddy, GatewayKind::haproxy};

std::string to_string(GatewayKind kind);

/// A gateway as the documentation sets it up, before an application that answers with what it was
/// told about its caller, and behind it `azen serve`. All but azen listens on Unix sockets, so that
/// no port has to be free.
class Gateway : public Served {
public:
    /// `permission`: demanded of every key; empty: none is.
    explicit Gateway(GatewayKind kind, const std::string& permission = {});

    /// What the gateway answers; waits until it listens.
    HttpResponse get(const Words& headers);

    /// How many requests have come as far as the application.
    int requests_passed() const;

private:
    std::string directory() const { return machine.home().string(); }
    Process start_application();
    Process start_gateway(GatewayKind kind, const std::string& permission);

    Process application_;
    Process gateway_;
};

}  // namespace azen::test

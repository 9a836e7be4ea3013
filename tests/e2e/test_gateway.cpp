/// azen behind real gateways, set up as the documentation says: each asks azen about each request,
/// and passes on who is calling.

#include <csignal>
#include <string>

#include <doctest/doctest.h>

#include "e2e/gateways.h"
#include "e2e/sessions.h"

namespace azen::test {

TEST_SUITE_BEGIN("gateway");

TEST_CASE("a good key passes, and the application is told whose it is, but not the secret")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind};

        const HttpResponse response = gateway.get({"azen-api-key: " + gateway.key,
                                                   "azen-api-key-id: forged",
                                                   "azen-user-id: forged",
                                                   "azen-organization-id: forged"});

        CHECK(response.status == 200);
        CHECK(response.body ==
              "secret= user=" + gateway.machine.key_field("test", "userId") +
                  " key=" + gateway.machine.key_field("test", "id") +
                  " organization=" + gateway.machine.key_field("test", "organizationId"));
    }
}

TEST_CASE("what azen refuses is refused with the same status, and never reaches the application")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind};
        const std::string limited = gateway.machine.create_key({"limited", "--rate", "1/h"});
        const std::string disabled = gateway.machine.create_key({"off", "--disabled"});
        REQUIRE(gateway.get({"azen-api-key: " + limited}).status == 200);

        const HttpResponse missing = gateway.get({});
        const HttpResponse refused = gateway.get({"azen-api-key: " + limited});

        CHECK(missing.status == 401);
        CHECK(missing.header("WWW-Authenticate").starts_with("ApiKey "));
        CHECK(gateway.get({"azen-api-key: " + disabled}).status == 403);
        CHECK(
            gateway.get({"azen-api-key: " + gateway.key, "azen-api-key: " + gateway.key}).status ==
            401);
        CHECK(refused.status == 429);
        CHECK(std::stoi("0" + refused.header("Retry-After")) > 3500);
        CHECK(eventually([&] { return gateway.requests_passed() == 1; }));
    }
}

TEST_CASE("each request is charged, and a disabled key is out at once")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind};
        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status == 200);
        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status == 200);
        CHECK(gateway.machine.key_field("test", "requestCount") == "2");

        REQUIRE(gateway.machine.azen({"keys", "disable", "test"}).status == 0);

        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status == 403);
    }
}

TEST_CASE("a permission that the gateway demands is one that the key must have")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind, "orders.read"};
        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status == 403);

        REQUIRE(gateway.machine.azen({"keys", "permit", "test", "--grant", "orders.read"}).status ==
                0);

        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status == 200);
    }
}

TEST_CASE("a session is no key: cookies do not reach azen")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind};
        const std::string cookie = sign_in(gateway.machine, gateway.server);
        const Words straight{gateway.server.url("/api/v1/verify"), "-H", "Cookie: " + cookie};
        REQUIRE(gateway.machine.curl(straight).status == 200);

        CHECK(gateway.get({"Cookie: " + cookie}).status == 401);
        CHECK(gateway.get({"Cookie: " + cookie, "azen-api-key: " + gateway.key}).status == 200);
    }
}

TEST_CASE("without azen nothing passes")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind};
        REQUIRE(gateway.get({"azen-api-key: " + gateway.key}).status == 200);

        gateway.server.kill();

        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status >= 500);
        CHECK(eventually([&] { return gateway.requests_passed() == 1; }));
    }
}

TEST_CASE("behind an azen that does not answer nothing passes either")
{
    for (const GatewayKind kind : all_gateways) {
        CAPTURE(to_string(kind));
        Gateway gateway{kind};
        REQUIRE(gateway.get({"azen-api-key: " + gateway.key}).status == 200);

        gateway.server.signal(SIGSTOP);
        CHECK(gateway.get({"azen-api-key: " + gateway.key}).status >= 500);
        gateway.server.signal(SIGCONT);

        CHECK(eventually(
            [&] { return gateway.get({"azen-api-key: " + gateway.key}).status == 200; }));
        CHECK(eventually([&] { return gateway.requests_passed() == 2; }));
    }
}

TEST_SUITE_END();

}  // namespace azen::test

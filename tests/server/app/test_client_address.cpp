#include <doctest/doctest.h>

#include "server/app/client_address.h"

namespace azen::server {

namespace {

Request sent_by(std::string client, std::string forwarded_for)
{
    Request request;
    request.client = std::move(client);
    request.forwarded_for = std::move(forwarded_for);
    return request;
}

}  // namespace

TEST_CASE("behind a proxy it is the one that the proxy saw")
{
    CHECK(client_address(sent_by("127.0.0.1", "6.6.6.6, 203.0.113.9")) == "203.0.113.9");
    CHECK(client_address(sent_by("127.0.0.1", "203.0.113.9")) == "203.0.113.9");
    CHECK(client_address(sent_by("127.0.0.1", "2001:db8::1")) == "2001:db8::1");
    CHECK(client_address(sent_by("127.0.0.1", "")) == "127.0.0.1");
    CHECK(client_address(sent_by("127.0.0.1", "az_0123, \"unknown\"")) == "127.0.0.1");
    CHECK(client_address(sent_by("127.0.0.1", "1.2.3.4, ")) == "127.0.0.1");
}

}  // namespace azen::server

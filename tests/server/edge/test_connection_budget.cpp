#include <doctest/doctest.h>

#include "server/edge/connection_budget.h"

using azen::server::ConnectionBudget;

TEST_CASE("a budget is used up when as many connections are open as there may be")
{
    ConnectionBudget budget{2, std::nullopt};
    budget.enter("10.0.0.1");
    CHECK(!budget.is_used_up());

    budget.enter("10.0.0.1");
    CHECK(budget.is_used_up());
    CHECK(budget.open() == 2);

    budget.leave("10.0.0.1");
    CHECK(!budget.is_used_up());
}

TEST_CASE("an address may not have more connections than one may, whatever others have")
{
    ConnectionBudget budget{10, 2};

    CHECK(budget.enter("10.0.0.1"));
    CHECK(budget.enter("10.0.0.1"));
    CHECK(!budget.enter("10.0.0.1"));
    CHECK(budget.enter("10.0.0.2"));
    CHECK(budget.open() == 3);
}

TEST_CASE("an address that has closed a connection may have another one")
{
    ConnectionBudget budget{10, 1};
    CHECK(budget.enter("10.0.0.1"));

    budget.leave("10.0.0.1");

    CHECK(budget.enter("10.0.0.1"));
    CHECK(!budget.enter("10.0.0.1"));
    CHECK(budget.open() == 1);
}

TEST_CASE("all addresses of an IPv6 network of 64 bits are one client's")
{
    ConnectionBudget budget{10, 1};

    CHECK(budget.enter("2001:db8::1"));
    CHECK(!budget.enter("2001:db8::2:3"));
    CHECK(budget.enter("2001:db8:0:1::1"));
    CHECK(budget.enter("::1"));
}

TEST_CASE("a site of many IPv6 networks is no more than four clients")
{
    ConnectionBudget budget{100, 2};
    const auto enter = [&](int network) {
        return budget.enter("2001:db8:1:" + std::to_string(network) + "::1");
    };
    for (int network = 0; network < 8; ++network) {
        CHECK(enter(network));
    }
    CHECK(!enter(0));
    CHECK(!enter(8));
    CHECK(budget.open() == 8);

    budget.leave("2001:db8:1:3::1");

    CHECK(enter(8));
    CHECK(budget.enter("2001:db8:2::1"));
}

TEST_CASE("IPv4 clients of an IPv6 socket are told apart, and are the same as elsewhere")
{
    ConnectionBudget budget{10, 1};

    CHECK(budget.enter("::ffff:10.0.0.1"));
    CHECK(budget.enter("::ffff:10.0.0.2"));
    CHECK(!budget.enter("10.0.0.1"));
}

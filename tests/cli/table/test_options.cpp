#include <doctest/doctest.h>

#include "cli/commands/serve.h"
#include "cli/limit_text.h"
#include "cli/support/parsing.h"
#include "cli/table/options.h"
#include "core/service/key_creation.h"
#include "core/service/key_service.h"

namespace azen::cli {

// The table shows defaults as text, core and server hold them as values. They must not drift apart.

TEST_CASE("a new key's defaults are those of core")
{
    const NewKey defaults;

    CHECK(parse_rate(option::new_rate.default_value).value() == defaults.rate_limit);
    CHECK(Permissions::parse(option::permissions.default_value).value() == defaults.permissions);
    CHECK(option::prefix.default_value == defaults.prefix);
    CHECK(option::organization.default_value == key_creation::default_organization);
    CHECK(option::user.default_value == key_creation::default_user);
    CHECK(option::expires.default_value == "never");
    CHECK_FALSE(defaults.expires_at.has_value());
}

TEST_CASE("a server's defaults are those of the server")
{
    const auto options = test::parse_as<serve::parse>("serve", {});
    const server::ServerOptions defaults;

    REQUIRE(options.has_value());
    CHECK(options->server.listen.to_string() == defaults.listen.to_string());
    CHECK(options->server.io_threads == defaults.io_threads);
    CHECK(options->server.drain_timeout == defaults.drain_timeout);
    CHECK(options->server.access_log == defaults.access_log);
}

TEST_CASE("what is said of a changed limit has no default: not said, it stays")
{
    CHECK(option::changed_rate.default_value.empty());
    CHECK(option::changed_quota.default_value.empty());
    CHECK(option::changed_refill.default_value.empty());
}

TEST_CASE("the limits of a new key and of a changed one are spelled alike")
{
    CHECK(option::new_rate.name == option::changed_rate.name);
    CHECK(option::new_quota.name == option::changed_quota.name);
    CHECK(option::new_refill.name == option::changed_refill.name);
}

TEST_CASE("variables that hold secrets stand in for no option")
{
    for (const Command& command : command_table()) {
        for (const Option* each : command.options) {
            CHECK(each->environment != "AZEN_API_KEY");
            CHECK(each->environment != "AZEN_MASTER_KEY");
        }
    }
}

}  // namespace azen::cli

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/option_parser.h"
#include "cli/remote_options.h"
#include "cli/support/console.h"
#include "cli/support/scripted_server.h"

namespace azen::cli {
namespace {

// As the row of `memory list` reads them, which has all of these options.
Result<RemoteOptions> parse(const test::Words& words, const Environment& environment = {})
{
    const std::vector<std::string> row{"memory", "list"};
    const Command& command = *find_command(row)->command;
    const Arguments arguments =
        TRY(parse_arguments(command, words, environment, test::FakeClock::default_start));
    return parse_remote_options(arguments);
}

}  // namespace

TEST_CASE("without a word the hosted service is meant, with thirty seconds' patience")
{
    const auto options = parse({});

    REQUIRE(options.has_value());
    CHECK(options->base_url.url == "https://api.azen.sh");
    CHECK(options->timeout == std::chrono::seconds{30});
    CHECK(options->output.format == OutputFormat::table);
    CHECK_FALSE(options->key_source.file.has_value());
    CHECK_FALSE(options->key_source.standard_input);
}

TEST_CASE("an option beats the environment, and the environment the default")
{
    const Environment environment{{{"AZEN_BASE_URL", "unix:/from/environment"}}};

    CHECK(parse({}, environment)->base_url.unix_socket == "/from/environment");
    CHECK(parse({"--base-url", "unix:/from/option"}, environment)->base_url.unix_socket ==
          "/from/option");
}

TEST_CASE("the time-out is a length of time")
{
    CHECK(parse({"--timeout", "1m30s"})->timeout == std::chrono::seconds{90});
    CHECK(parse({"--timeout", "0"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--timeout", "30"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("a server that a key must not be sent to is refused, also from the environment")
{
    const Environment environment{{{"AZEN_BASE_URL", "http://example.org"}}};

    CHECK(parse({}, environment).error().kind == ErrorKind::invalid);
    CHECK(parse({"--base-url", "nonsense"}).error().kind == ErrorKind::invalid);
}

TEST_CASE("connecting needs a key, and sends nothing")
{
    test::Console console;
    const RemoteOptions options{.base_url = *parse_base_url("unix:/nonexistent")};

    const auto connects = [&options](Context& context) {
        return connect(options, context).has_value();
    };

    CHECK_FALSE(console.with_context(connects));
    console.set("AZEN_API_KEY", "the-key");
    CHECK(console.with_context(connects));
}

TEST_CASE("a long wait for the server is told of, a short one is not")
{
    test::ScriptedServer busy{{{.status = 429, .headers = "Retry-After: 7\r\n"}, {.status = 200}}};
    test::ScriptedServer hiccup{{{.status = 503}, {.status = 200}}};
    test::Console console;
    console.set("AZEN_API_KEY", "the-key");

    console.run({"memory", "list", "--base-url", busy.url()});
    CHECK(test::contains(console.err(), "azen: the server is busy; trying again in 7s\n"));
    CHECK(console.pauses == std::vector<milliseconds>{std::chrono::seconds{7}});
    console.run({"memory", "list", "--base-url", hiccup.url()});
    CHECK_FALSE(test::contains(console.err(), "trying again"));
    CHECK(console.pauses.size() == 2);
}

TEST_CASE("a profile's key is sent to the profile's server, and to no other")
{
    test::Console console;
    test::ScriptedServer own{{{.body = R"({"memories":[]})"}}};
    test::ScriptedServer other{{{.body = R"({"memories":[]})"}}};
    console.run({"profile", "add", "work", "--base-url", own.url(), "--key-command", "echo key"});

    CHECK(console.run({"memory", "list"}) == ExitStatus::ok);
    CHECK(test::contains(own.requests().at(0), "azen-api-key: key\r\n"));
    CHECK(console.run({"memory", "list", "--base-url", other.url()}) == ExitStatus::refused);
    CHECK(test::contains(console.err(), "the key of profile work is for " + own.url() + " alone"));
    console.set("AZEN_API_KEY", "mine");
    CHECK(console.run({"memory", "list", "--base-url", other.url()}) == ExitStatus::ok);
    CHECK(test::contains(other.requests().at(0), "azen-api-key: mine\r\n"));
    CHECK(other.requests().size() == 1);
}

}  // namespace azen::cli

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "cli/commands/serve.h"
#include "cli/support/console.h"
#include "cli/support/parsing.h"
#include "support/process.h"

namespace azen::cli {
namespace {

using test::contains;

Result<serve::Options> parse(const test::Words& words)
{
    return test::parse_as<serve::parse>("serve", words);
}

}  // namespace

TEST_CASE("by default this machine is served, on one thread, with an access log")
{
    const auto options = parse({});

    REQUIRE(options.has_value());
    CHECK(options->server.listen.to_string() == "127.0.0.1:8080");
    CHECK(options->server.io_threads == 1);
    CHECK(options->server.limits.max_connections == 10'000);
    CHECK_FALSE(options->server.limits.max_connections_per_address);
    CHECK(options->server.access_log);
    CHECK(options->server.drain_timeout == std::chrono::seconds{10});
    CHECK(options->application.cors_origins.empty());
    CHECK(options->transport == server::Transport::plain);
    CHECK_FALSE(options->application.public_metrics);
}

TEST_CASE("everything about the server can be said")
{
    const auto options = parse({"--listen",
                                "[::1]:0",
                                "--threads",
                                "3",
                                "--max-connections",
                                "500",
                                "--max-connections-per-address",
                                "20",
                                "--no-access-log",
                                "--cors-origin",
                                "https://a.example",
                                "--cors-origin",
                                "http://localhost:3000",
                                "--public-metrics",
                                "--master-key-file",
                                "/key",
                                "--drain-timeout",
                                "2s",
                                "--db",
                                "/store"});

    REQUIRE(options.has_value());
    CHECK(options->server.listen.to_string() == "[::1]:0");
    CHECK(options->server.io_threads == 3);
    CHECK(options->server.limits.max_connections == 500);
    CHECK(options->server.limits.max_connections_per_address == 20);
    CHECK_FALSE(options->server.access_log);
    CHECK(options->application.cors_origins ==
          std::vector<std::string>{"https://a.example", "http://localhost:3000"});
    CHECK(options->application.public_metrics);
    CHECK(options->master_key_file == "/key");
    CHECK(options->server.drain_timeout == std::chrono::seconds{2});
    CHECK(options->store == "/store");
}

TEST_CASE("other machines are served only behind a proxy that speaks TLS")
{
    const auto refused = parse({"--listen", "0.0.0.0:8080"});

    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK(contains(refused.error().hint, "--behind-tls-proxy"));
    CHECK(parse({"--listen", "[::]:8080"}).error().kind == ErrorKind::invalid);
    CHECK(parse({"--listen", "0.0.0.0:8080", "--behind-tls-proxy"})->transport ==
          server::Transport::tls_proxy);
    CHECK(parse({"--listen", "unix:/run/azen.sock"}).has_value());
}

TEST_CASE("with a certificate of its own it serves other machines, and bounds what one may take")
{
    const test::Words tls{"--tls-cert", "cert.pem", "--tls-key", "key.pem"};
    const auto with = [&](test::Words words) {
        words.insert(words.end(), tls.begin(), tls.end());
        return parse(words).value();
    };

    const auto direct = with({"--listen", "0.0.0.0:443"});

    CHECK(direct.server.tls->certificate == "cert.pem");
    CHECK(direct.server.tls->key == "key.pem");
    CHECK(direct.transport == server::Transport::tls);
    CHECK(direct.server.limits.max_connections_per_address == 256);
    CHECK_FALSE(with({}).server.limits.max_connections_per_address);
    const auto proxied = with({"--listen", "0.0.0.0:443", "--behind-tls-proxy"});
    CHECK(proxied.transport == server::Transport::tls_proxy);
    CHECK_FALSE(proxied.server.limits.max_connections_per_address);
}

TEST_CASE("a certificate without its key is half of what is needed, and the other way round")
{
    for (const test::Words& words :
         {test::Words{"--tls-cert", "cert.pem"}, test::Words{"--tls-key", "key.pem"}}) {
        CHECK(parse(words).error().kind == ErrorKind::invalid);
        CHECK(contains(parse(words).error().message, "--tls-cert and --tls-key"));
    }
}

TEST_CASE("nonsense is refused before anything is opened")
{
    for (const test::Words& words : {test::Words{"--listen", "here"},
                                     {"--threads", "0"},
                                     {"--threads", "many"},
                                     {"--max-connections", "0"},
                                     {"--max-connections-per-address", "none"},
                                     {"--drain-timeout", "later"},
                                     {"--cors-origin", "*"},
                                     {"--cors-origin", "a.example"},
                                     {"--cors-origin", "https://a.example/"},
                                     {"--cors-origin", "https://"},
                                     {"--output", "json"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE("a server that cannot have its master key does not start")
{
    test::Console console;
    console.set("AZEN_MASTER_KEY", "nonsense");

    CHECK(console.run({"serve", "--listen", "127.0.0.1:0"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "AZEN_MASTER_KEY"));
    CHECK_FALSE(contains(console.err(), "nonsense"));
}

TEST_CASE("a store that is none does not start a server")
{
    test::Console console;
    std::ofstream{console.home() / "text"} << std::string(5'000, 'x');

    CHECK(console.run({"serve", "--db", (console.home() / "text").string()}) == ExitStatus::store);
}

TEST_CASE("what keeps a server from running is found before anything is made for it")
{
    test::Console console;
    const std::string absent = (console.home() / "absent").string();

    CHECK(console.run({"serve", "--tls-cert", absent, "--tls-key", absent}) == ExitStatus::usage);
    CHECK(console.run({"serve", "--listen", "unix:" + absent + "/azen.sock"}) == ExitStatus::usage);
    CHECK(contains(console.err(), "there is no directory " + absent));
    CHECK_FALSE(std::filesystem::exists(console.store()));
    CHECK_FALSE(contains(console.err(), "master key"));
}

TEST_CASE("azen serve answers, says where, and ends well when it is told to")
{
    test::Console console;
    const std::string socket = (console.home() / "azen.sock").string();
    ExitStatus status = ExitStatus::unexpected;
    std::thread serving{[&] {
        status = console.run({"serve", "--no-access-log", "--listen", "unix:" + socket});
    }};
    test::Console visitor;

    const bool answered = test::eventually(
        [&] { return visitor.run({"status", "--base-url", "unix:" + socket}) == ExitStatus::ok; });
    if (answered) {
        std::raise(SIGTERM);  // the server's to handle; without one it would end the tests
    }
    serving.join();

    CHECK(answered);
    CHECK(status == ExitStatus::ok);
    CHECK(contains(console.err(), "azen: listening on unix:" + socket + "\n"));
    CHECK(contains(console.err(), "azen: made a master key in "));
    CHECK(console.out().empty());
    CHECK_FALSE(std::filesystem::exists(socket));
}

}  // namespace azen::cli

/// A secret is shown once, at creation, and never again by anything.

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/certificates.h"
#include "support/content.h"
#include "support/tls_client.h"

#include "e2e/installation.h"
#include "e2e/process_memory.h"
#include "e2e/sessions.h"

namespace azen::test {

namespace {

/// The part of a secret that lists never show.
std::string hidden_part(const std::string& secret)
{
    return secret.substr(8);
}

// A sanitizer's own heap takes the place of the one that is wiped.
#ifdef AZEN_SANITIZED
constexpr bool keeps_freed_memory = true;
#else
constexpr bool keeps_freed_memory = false;
#endif

/// A server that is looked into. The preloaded library of other tests would keep what passes it.
struct LookedInto {
    explicit LookedInto(const Words& options = {})
        : server{machine, options, {.environment = {"LD_PRELOAD="}, .input = {}}}
    {}

    Installation machine;
    RunningServer server;
    std::string key = machine.create_key({"test", "--rate", "none"});
    std::vector<std::string> secrets{hidden_part(key)};

    /// Whether the server has forgotten all of them, at the latest when it has come to rest.
    void check_forgotten() const
    {
        std::optional<std::vector<std::string>> found;
        const bool forgotten = eventually([&] {
            found = found_in_memory(server.pid(), secrets);
            return !found || found->empty();
        });
        if (!found) {
            MESSAGE("the system does not let the test look into a process");
            return;
        }
        CHECK(forgotten);
        CHECK(!found_in_memory(server.pid(), {machine.store().string()})->empty());  // it can find
        for (const std::string& place : *found) {
            MESSAGE(place);
        }
    }

    /// What somebody does who administers keys with a password.
    void administer(const Words& trust = {})
    {
        const std::string cookie = sign_in(machine, server, Active::yes, trust);
        const auto post = [&](const std::string& what, const std::string& json) {
            Words words = trust;
            words.insert(words.end(),
                         {server.url("/api/auth/" + what),
                          "-H",
                          "Origin: " + server.url(),
                          "-H",
                          "Cookie: " + cookie,
                          "--json",
                          json});
            const HttpResponse response = machine.curl(words);
            CHECK_MESSAGE(response.status == 200, response.body);
            return response.body;
        };
        const std::string made = post("api-key/create", R"({"name":"by session"})");
        const std::string token = cookie.substr(cookie.find('=') + 1);
        secrets.push_back(hidden_part(json_at(made, "/key")));
        secrets.push_back(token.substr(0, token.find('.')));
        secrets.emplace_back("correct horse");
        post("sign-out", "{}");
    }
};

}  // namespace

TEST_SUITE_BEGIN("secrets");

TEST_CASE("creation prints the secret alone on its standard output")
{
    Installation machine;

    const Outcome outcome = machine.azen({"keys", "create", "ci"});

    CHECK(outcome.status == 0);
    CHECK(outcome.out.size() == 3 + 43 + 6 + 1);
    CHECK(outcome.out.substr(0, 3) == "az_");
    CHECK(outcome.out.back() == '\n');
    CHECK(outcome.err.find(hidden_part(outcome.out).substr(0, 20)) == std::string::npos);
}

TEST_CASE("no command, no log and no error ever repeats a secret")
{
    Served served;
    Installation& machine = served.machine;
    const std::string& key = served.key;
    const Call with_key{
        .environment = {"AZEN_API_KEY=" + key, "AZEN_BASE_URL=" + served.server.url()},
        .input = {}};

    machine.azen({"keys", "list", "--output", "json"});
    machine.azen({"keys", "show", "test"});
    machine.azen({"keys", "verify"}, with_key);
    machine.azen({"memory", "add", "a text"}, with_key);
    machine.azen({"memory", "list"}, with_key);
    machine.azen({"usage"}, with_key);
    machine.azen({"status"}, with_key);
    machine.azen({"keys", "disable", "test"});
    machine.azen({"keys", "verify"}, with_key);
    machine.azen({"memory", "list"}, with_key);
    served.server.request(
        {.target = "/" + key + "?key=" + key, .key = key, .body = {}, .headers = {}});
    served.server.request({.target = "/",
                           .key = {},
                           .body = {},
                           .headers = "User-Agent: " + key + "\r\nX-Request-Id: " + key + "\r\n"});
    served.server.stop();

    CHECK(machine.printed().find(hidden_part(key)) == std::string::npos);
    CHECK(served.server.log().find(hidden_part(key)) == std::string::npos);
    CHECK(served.server.log().find("\"requestId\"") != std::string::npos);
}

TEST_CASE("these tests find a secret wherever it may not be")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});
    const RunningServer server{machine};
    const std::string cookie = sign_in(machine, server);
    const std::string token = cookie.substr(cookie.find('=') + 1, 16);
    const std::string master_key = content_of(machine.store().string() + ".master-key");
    const auto leaks_in = [&](const std::filesystem::path& file, const std::string& text) {
        std::ofstream{file} << text;
        const std::vector<std::string> leaks = machine.leaks();
        std::filesystem::remove(file);
        return leaks;
    };
    REQUIRE(machine.leaks().empty());

    const auto file = machine.home() / "backups" / "a.log";
    std::filesystem::create_directory(file.parent_path());
    CHECK(leaks_in(file, "a " + key) == std::vector{"a key, in " + file.string()});
    CHECK(leaks_in(file, hidden_part(key)).size() == 1);
    CHECK(leaks_in(file, "correct horse") == std::vector{"a password, in " + file.string()});
    CHECK(leaks_in(file, cookie) == std::vector{"a session's token, in " + file.string()});
    CHECK(leaks_in(file, master_key) == std::vector{"a master key, in " + file.string()});
    CHECK(leaks_in(file, token + "=").empty());
    CHECK(leaks_in(machine.store().string() + ".master-key", master_key + key).size() == 1);
    std::ofstream{machine.store().string() + ".master-key"} << master_key;

    machine.start({"sh", "-c", "echo \"$0\"", key}).wait(std::chrono::seconds{10});
    CHECK(machine.leaks().empty());
    machine.start({"sh", "-c", "echo \"$0\" >&2", key}).wait(std::chrono::seconds{10});
    CHECK(machine.leaks().size() == 1);
    machine.start({"sh", "-c", "echo correct horse # serve ", key}).wait(std::chrono::seconds{10});
    CHECK(machine.leaks().size() == 1);

    machine.keeps_secret(file.parent_path());
    CHECK(leaks_in(file, key).empty());
}

TEST_CASE("a secret on the command line is refused, and not repeated")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});

    const Outcome reference = machine.azen({"keys", "show", key});
    const Outcome value = machine.azen({"keys", "create", "--metadata", key, "x"});
    const Outcome glued = machine.azen({"memory", "list", "--base-url=" + key});

    CHECK(reference.status == 2);
    CHECK(value.status == 2);
    CHECK(glued.status == 2);
    CHECK(reference.err.find("azen: hint: ") != std::string::npos);
    CHECK(machine.printed().find(hidden_part(key)) == std::string::npos);
}

TEST_CASE_FIXTURE(LookedInto,
                  "a server keeps no secret in its memory: of requests" *
                      doctest::skip(keeps_freed_memory))
{
    const std::string large(6'000, 'a');
    CHECK(server.request(verify(key)).status == 200);
    CHECK(server.request(create_memory(key, R"({"text":"a"})")).status == 201);
    CHECK(server.request(create_memory(key, R"({"text":")" + large + R"("})")).status == 201);
    for (const bool key_is_first : {false, true}) {
        RequestText request = verify(key_is_first ? key : "");
        request.headers =
            "X-Large: " + large + "\r\n" + (key_is_first ? "" : "azen-api-key: " + key + "\r\n");
        CHECK(server.request(request).status == 200);
    }
    CHECK(server.request({.target = "/" + key, .key = key, .body = {}, .headers = {}}).status ==
          404);

    check_forgotten();
}

TEST_CASE_FIXTURE(LookedInto,
                  "a server keeps no secret in its memory: of clients that leave early" *
                      doctest::skip(keeps_freed_memory))
{
    const std::string request = verify(key).to_string();
    for (std::size_t sent = request.find(key) + key.size(); sent < request.size(); ++sent) {
        server.connect().send(std::string_view{request}.substr(0, sent));
        HttpConnection gone = server.connect();
        gone.send(std::string_view{request}.substr(0, sent));
        gone.reset();
    }
    HttpConnection half_closed = server.connect();
    half_closed.send(request);
    half_closed.finish_sending();
    CHECK(half_closed.receive());
    HttpConnection pipelined = server.connect();
    pipelined.send(request + request + "GARBAGE\r\n" + request);
    CHECK(pipelined.receive());

    check_forgotten();
}

TEST_CASE_FIXTURE(LookedInto,
                  "a server keeps no secret in its memory: of administration" *
                      doctest::skip(keeps_freed_memory))
{
    administer();
    const std::string master_key = content_of(machine.store().string() + ".master-key");
    secrets.push_back(master_key.substr(0, master_key.find('\n')));

    check_forgotten();
}

TEST_CASE("a server keeps no secret in its memory: of administration by TLS" *
          doctest::skip(keeps_freed_memory))
{
    CertificateAuthority authority;
    const Certificate certificate = authority.issue({});
    LookedInto served{{"--tls-cert", certificate.file, "--tls-key", certificate.key_file}};

    served.administer({"--cacert", authority.file()});
    std::vector<TlsConnection> kept;
    for (int i = 0; i < 8; ++i) {
        kept.emplace_back(served.server.port());
        kept.back().send(verify(served.key).to_string());
        CHECK(kept.back().receive());
    }

    served.check_forgotten();
}

TEST_CASE("a key is not sent over plain HTTP to another machine")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});

    const Outcome outcome = machine.azen(
        {"memory", "list"},
        {.environment = {"AZEN_API_KEY=" + key, "AZEN_BASE_URL=http://192.0.2.1"}, .input = {}});

    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
}

TEST_SUITE_END();

}  // namespace azen::test

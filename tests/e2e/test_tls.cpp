/// TLS as the server itself speaks it, to curl, to the openssl program and to azen.

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "support/certificates.h"
#include "support/tls_client.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

struct Tls {
    explicit Tls(KeyType type = KeyType::ec) : key_type{type} {}

    KeyType key_type;
    Installation machine;
    CertificateAuthority authority;
    Certificate certificate = authority.issue({.key_type = key_type});
    RunningServer server{machine,
                         {"--tls-cert", certificate.file, "--tls-key", certificate.key_file}};
    std::string key = machine.create_key({"test"});

    /// What curl gets that trusts this authority and no other.
    HttpResponse curl(const std::string& target, Words words = {})
    {
        words.insert(words.end(), {"--cacert", authority.file(), server.url(target)});
        return machine.curl(words);
    }

    /// A handshake by the openssl program, and one request after it.
    Outcome shake_hands(const Words& options)
    {
        Words words{"openssl",
                    "s_client",
                    "-connect",
                    "127.0.0.1:" + std::to_string(server.port()),
                    "-CAfile",
                    authority.file(),
                    "-verify_return_error",
                    "-ign_eof"};
        words.insert(words.end(), options.begin(), options.end());
        return machine.run(
            words,
            {.environment = {}, .input = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"});
    }

    /// Puts another certificate in the place of the one that is served.
    void replace_certificate(const Certificate& next) const
    {
        std::filesystem::rename(next.file, certificate.file);
        std::filesystem::rename(next.key_file, certificate.key_file);
    }

    /// Each must be the server's refusal: a client that cannot offer one says something else.
    void check_refused(const Words& ciphers)
    {
        for (const std::string& cipher : ciphers) {
            CAPTURE(cipher);
            const Outcome outcome = shake_hands({"-tls1_2", "-cipher", cipher + ":@SECLEVEL=0"});

            CHECK(outcome.status != 0);
            CHECK_MESSAGE(contains(outcome.err, "alert handshake failure"), outcome.err);
        }
    }
};

/// With a certificate that older ciphers can be used with.
struct RsaTls : Tls {
    RsaTls() : Tls{KeyType::rsa} {}
};

}  // namespace

TEST_SUITE_BEGIN("tls");

TEST_CASE_FIXTURE(Tls, "curl trusts it, speaks HTTP/1.1 to it, and keeps its connection")
{
    const Outcome curl = machine.run({"curl",
                                      "-sS",
                                      "--cacert",
                                      authority.file(),
                                      "-w",
                                      "%{http_code} %{http_version} %{num_connects}\n",
                                      "-o",
                                      "/dev/null",
                                      server.url("/api/v1"),
                                      "-o",
                                      "/dev/null",
                                      server.url("/healthz")});

    CHECK(curl.out == "200 1.1 1\n200 1.1 0\n");
    CHECK(curl.err.empty());
}

TEST_CASE_FIXTURE(Tls, "azen itself is a client of it")
{
    const Words environment{"AZEN_API_KEY=" + key,
                            "AZEN_BASE_URL=" + server.url(),
                            "SSL_CERT_FILE=" + authority.file()};

    const Outcome added =
        machine.azen({"memory", "add", "-"}, {.environment = environment, .input = "safe"});
    const Outcome listed =
        machine.azen({"memory", "list"}, {.environment = environment, .input = {}});

    CHECK(added.status == 0);
    CHECK(contains(listed.out, "safe"));
}

TEST_CASE_FIXTURE(Tls, "TLS 1.2 and 1.3 are spoken, and nothing older")
{
    const Outcome modern = shake_hands({"-tls1_3"});
    const Outcome former = shake_hands({"-tls1_2"});
    // The client must be willing to, or it is not the server that refuses.
    const Outcome old = shake_hands({"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"});

    CHECK(contains(modern.out, "New, TLSv1.3, Cipher is TLS_"));
    CHECK(contains(modern.out, "Welcome to Azen API"));
    CHECK(contains(former.out, "New, TLSv1.2, Cipher is ECDHE-ECDSA-AES256-GCM-SHA384"));
    CHECK(contains(former.out, "Welcome to Azen API"));
    CHECK(old.status != 0);
    CHECK(contains(old.err, "alert protocol version"));
}

TEST_CASE_FIXTURE(Tls, "ciphers that authenticate nobody, or not what they encipher, are refused")
{
    check_refused({"aNULL", "eNULL", "ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA"});
}

TEST_CASE_FIXTURE(RsaTls, "so they are with an RSA key, and those that keep no secret afterwards")
{
    const Outcome modern = shake_hands({"-tls1_2"});
    CHECK(contains(modern.out, "New, TLSv1.2, Cipher is ECDHE-RSA-AES256-GCM-SHA384"));

    check_refused({"aNULL",
                   "AES256-GCM-SHA384",
                   "AES128-SHA",
                   "ECDHE-RSA-AES256-SHA384",
                   "ECDHE-RSA-AES128-SHA"});
}

TEST_CASE_FIXTURE(Tls, "of protocols HTTP/1.1 is chosen, and who speaks none but others is refused")
{
    const Outcome both = shake_hands({"-alpn", "h2,http/1.1"});
    const Outcome other = shake_hands({"-alpn", "h2"});

    CHECK(contains(both.out, "ALPN protocol: http/1.1"));
    CHECK(other.status != 0);
    CHECK(contains(other.err, "no application protocol"));
}

TEST_CASE_FIXTURE(Tls, "a client that comes back resumes its session")
{
    const std::string session = (machine.home() / "session").string();
    for (const char* version : {"-tls1_2", "-tls1_3"}) {
        CAPTURE(version);
        const Outcome first = shake_hands({version, "-sess_out", session});
        const Outcome second = shake_hands({version, "-sess_in", session});

        CHECK(contains(first.out, "New, TLSv1."));
        CHECK(contains(second.out, "Reused, TLSv1."));
        CHECK(contains(second.out, "Welcome to Azen API"));
    }
}

TEST_CASE_FIXTURE(Tls, "large bodies arrive whole, both ways")
{
    const std::string text(900'000, 'x');
    const std::string file = (machine.home() / "body").string();
    std::ofstream{file} << R"({"text":")" << text << R"("})";
    const std::string key_line = "azen-api-key: " + key;

    const HttpResponse made =
        curl("/api/v1/memory",
             {"-H", key_line, "-H", "Content-Type: application/json", "--data-binary", "@" + file});
    const HttpResponse read =
        curl("/api/v1/memory/" + json_at(made.body, "/memoryId"), {"-H", key_line});

    CHECK(made.status == 201);
    CHECK(json_at(read.body, "/memory/content") == text);
}

TEST_CASE_FIXTURE(Tls, "a new certificate is for new clients, and cuts off nobody")
{
    TlsConnection early{server.port()};
    early.send(verify(key).to_string());
    REQUIRE(early.receive().value_or(HttpResponse{}).status == 200);
    CertificateAuthority other;
    replace_certificate(other.issue({}));

    server.signal(SIGHUP);

    const Words trust_other{"--cacert", other.file(), server.url("/healthz")};
    CHECK(eventually([&] { return machine.curl(trust_other).status == 200; }));
    CHECK(curl("/healthz").status == 0);
    early.send(verify(key).to_string());
    CHECK(early.receive().value_or(HttpResponse{}).status == 200);
}

TEST_CASE_FIXTURE(Tls, "a certificate that cannot be used is told of, and the old one stays")
{
    std::ofstream{certificate.file} << "half of a cert";

    server.signal(SIGHUP);

    CHECK(eventually([&] { return contains(server.log(), "certificate_kept"); }));
    CHECK(contains(server.log(), certificate.file));
    CHECK(curl("/healthz").status == 200);
    CHECK(server.stop() == 0);
}

TEST_CASE_FIXTURE(Tls, "its metrics tell when the certificate expires, and who shook no hands")
{
    HttpConnection plain = server.connect();
    plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(plain.closed_by_server());

    const std::string metrics = curl("/metrics").body;

    CHECK(contains(metrics, "azen_tls_certificate_expiry_timestamp_seconds 1"));
    CHECK(contains(metrics, "azen_tls_handshake_failures_total 1\n"));
}

TEST_CASE_FIXTURE(Tls, "its session cookies are for TLS only")
{
    const Outcome made =
        machine.azen({"users", "create", "ann", "--email", "ann@example.org", "--password-stdin"},
                     {.environment = {}, .input = "a long password"});
    REQUIRE_MESSAGE(made.status == 0, made.err);

    const HttpResponse answer =
        curl("/api/auth/sign-in/email",
             {"-H",
              "Origin: " + server.url(),
              "--json",
              R"({"email":"ann@example.org","password":"a long password"})"});

    CHECK(answer.status == 200);
    CHECK(answer.header("Set-Cookie").starts_with("__Secure-better-auth.session_token="));
    CHECK(contains(answer.header("Set-Cookie"), "; Secure;"));
}

TEST_CASE_FIXTURE(Tls,
                  "a file that cannot be used is an error that names it, before anything is bound")
{
    const Outcome outcome = machine.azen({"serve",
                                          "--listen",
                                          "127.0.0.1:0",
                                          "--tls-cert",
                                          certificate.file,
                                          "--tls-key",
                                          certificate.key_file + ".none"});

    CHECK(outcome.status == 2);
    CHECK(contains(outcome.err, certificate.key_file + ".none: No such file or directory"));
    CHECK_FALSE(contains(outcome.err, "listening"));
}

TEST_CASE_FIXTURE(Served, "without it, SIGHUP changes nothing")
{
    server.signal(SIGHUP);
    // Two signals are taken in their order: were the first one its end, there would be no answer.
    CHECK(server.request(verify(key)).status == 200);
    server.signal(SIGHUP);

    CHECK(server.request(verify(key)).status == 200);
    CHECK(server.stop() == 0);
}

TEST_SUITE_END();

}  // namespace azen::test

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "server/edge/tls_context.h"
#include "support/certificates.h"
#include "support/process.h"
#include "support/sample_keys.h"

using namespace azen;
using namespace azen::server;
using test::Certificate;

namespace {

struct Files {
    test::CertificateAuthority authority;
    Certificate certificate = authority.issue({.days = 3});
    TlsFiles files{.certificate = certificate.file, .key = certificate.key_file};
};

}  // namespace

TEST_CASE_FIXTURE(Files, "a certificate and its key make a context that knows when it expires")
{
    const auto context = TlsContext::load(files);

    REQUIRE(context);
    const auto left = context->expires_at() - std::chrono::system_clock::now();
    CHECK(left > std::chrono::hours{71});
    CHECK(left <= std::chrono::hours{72});
}

TEST_CASE_FIXTURE(Files, "a file that is missing, or no PEM, is named in the error")
{
    std::ofstream{certificate.file + ".text"} << "no certificate";
    const TlsFiles missing{.certificate = certificate.file + ".none", .key = files.key};
    const TlsFiles text{.certificate = certificate.file + ".text", .key = files.key};
    const TlsFiles keyless{.certificate = files.certificate, .key = certificate.file + ".none"};

    for (const auto& [wrong, named] : {std::pair{missing, missing.certificate},
                                       std::pair{text, text.certificate},
                                       std::pair{keyless, keyless.key}}) {
        const auto context = TlsContext::load(wrong);

        REQUIRE(!context);
        CHECK(context.error().kind == ErrorKind::invalid);
        CHECK(context.error().message.find(named) != std::string::npos);
    }
    CHECK(TlsContext::load(missing).error().message.ends_with(": No such file or directory"));
}

TEST_CASE_FIXTURE(Files, "the key of another certificate is refused")
{
    const Certificate other = authority.issue({});

    const auto context =
        TlsContext::load({.certificate = files.certificate, .key = other.key_file});

    REQUIRE(!context);
    CHECK(context.error().message.find("key values mismatch") != std::string::npos);
}

TEST_CASE_FIXTURE(Files, "a key with a passphrase is refused, and nobody is asked for it")
{
    const std::string locked = files.key + ".locked";
    const test::Outcome outcome = test::run({.arguments = {"openssl",
                                                           "ec",
                                                           "-aes256",
                                                           "-passout",
                                                           "pass:secret",
                                                           "-in",
                                                           files.key,
                                                           "-out",
                                                           locked},
                                             .environment = {},
                                             .input = {}});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);

    const auto context = TlsContext::load({.certificate = files.certificate, .key = locked});

    REQUIRE(!context);
    CHECK(context.error().hint.find("without a passphrase") != std::string::npos);
}

TEST_CASE_FIXTURE(Files, "reloading takes the new files, and keeps the old ones when they are bad")
{
    const auto credentials = test::must(TlsCredentials::load(files));
    const auto first = credentials->current();

    std::filesystem::rename(authority.issue({.days = 30}).file, files.certificate);
    CHECK(!credentials->reload());
    CHECK(credentials->current() == first);

    const Certificate next = authority.issue({.days = 30});
    std::filesystem::rename(next.file, files.certificate);
    std::filesystem::rename(next.key_file, files.key);
    CHECK(credentials->reload());
    CHECK(credentials->current()->expires_at() > first->expires_at());
}

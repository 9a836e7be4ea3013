#include "support/certificates.h"

#include <vector>

#include <doctest/doctest.h>

#include "support/process.h"

namespace azen::test {
namespace {

/// What all of these ask for; nothing but its name tells one certificate from another.
std::vector<std::string> new_request(KeyType type)
{
    std::vector<std::string> words{"openssl", "req", "-nodes", "-subj", "/CN=azen test"};
    switch (type) {
        case KeyType::ec:
            words.insert(words.end(),
                         {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"});
            break;
        case KeyType::rsa: words.insert(words.end(), {"-newkey", "rsa:2048"}); break;
    }
    return words;
}

void run_openssl(std::vector<std::string> words, const std::vector<std::string>& more)
{
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = run({.arguments = words, .environment = {}, .input = {}});
    REQUIRE_MESSAGE(outcome.status == 0, outcome.err);
}

}  // namespace

CertificateAuthority::CertificateAuthority()
{
    run_openssl(new_request(KeyType::ec),
                {"-x509", "-days", "1", "-keyout", directory_ / "ca.key", "-out", file()});
}

std::string CertificateAuthority::file() const
{
    return directory_ / "ca.pem";
}

Certificate CertificateAuthority::issue(const Claim& claim)
{
    const std::string stem = directory_ / std::to_string(++issued_);
    const Certificate certificate{.file = stem + ".pem", .key_file = stem + ".key"};
    const std::string request = stem + ".csr";
    run_openssl(new_request(claim.key_type),
                {"-addext",
                 "subjectAltName=" + claim.name,
                 "-keyout",
                 certificate.key_file,
                 "-out",
                 request});
    // Of the two, only x509 can make one that has expired already.
    run_openssl({"openssl", "x509", "-req", "-copy_extensions", "copy"},
                {"-in",
                 request,
                 "-CA",
                 file(),
                 "-CAkey",
                 directory_ / "ca.key",
                 "-days",
                 std::to_string(claim.days),
                 "-out",
                 certificate.file});
    return certificate;
}

}  // namespace azen::test

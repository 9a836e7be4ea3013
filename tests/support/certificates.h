#pragma once

#include <string>

#include "support/temp_dir.h"

namespace azen::test {

/// Of what kind a certificate's key is.
enum class KeyType { ec, rsa };

/// What a certificate says.
struct Claim {
    std::string name = "IP:127.0.0.1";  // as in a subjectAltName: "DNS:example.org"
    int days = 1;                       // from now on; negative: it has expired
    KeyType key_type = KeyType::ec;
};

/// PEM files of a certificate and its private key. They live as long as the authority.
struct Certificate {
    std::string file;
    std::string key_file;
};

/// An authority that no system knows, made by the openssl program. One per thread.
class CertificateAuthority {
public:
    CertificateAuthority();

    /// What a client has to trust: the authority's own certificate, in PEM.
    std::string file() const;

    Certificate issue(const Claim& claim);

private:
    TempDir directory_;
    int issued_ = 0;
};

}  // namespace azen::test

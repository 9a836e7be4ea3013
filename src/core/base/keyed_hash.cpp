#include "core/base/keyed_hash.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace azen {
namespace {

struct FreeOpenSsl {
    void operator()(EVP_KDF* algorithm) const { EVP_KDF_free(algorithm); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

}  // namespace

Digest hmac_sha256(std::span<const std::byte> key, std::string_view text)
{
    Digest code{};
    std::size_t length = 0;
    const unsigned char* const result =
        EVP_Q_mac(nullptr,
                  "HMAC",
                  nullptr,
                  "SHA256",
                  nullptr,
                  key.data(),
                  key.size(),
                  reinterpret_cast<const unsigned char*>(text.data()),
                  text.size(),
                  reinterpret_cast<unsigned char*>(code.data()),
                  code.size(),
                  &length);
    require_crypto(result != nullptr && length == code.size(), "HMAC-SHA-256");
    return code;
}

Digest hkdf_sha256(std::span<const std::byte> key, std::string_view info)
{
    const std::unique_ptr<EVP_KDF, FreeOpenSsl> algorithm{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    const std::unique_ptr<EVP_KDF_CTX, FreeOpenSsl> context{EVP_KDF_CTX_new(algorithm.get())};
    // The parameters want pointers to what may be changed, so they get copies.
    std::vector<std::byte> secret{key.begin(), key.end()};
    std::string digest_name = "SHA256";
    std::string purpose{info};
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest_name.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, secret.data(), secret.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, purpose.data(), purpose.size()),
        OSSL_PARAM_construct_end(),
    };
    Digest derived{};
    require_crypto(context && EVP_KDF_derive(context.get(),
                                             reinterpret_cast<unsigned char*>(derived.data()),
                                             derived.size(),
                                             parameters.data()) == 1,
                   "HKDF");
    wipe(secret);
    return derived;
}

bool equal_in_constant_time(std::string_view one, std::string_view other)
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace azen

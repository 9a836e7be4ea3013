#include "core/base/crypto.h"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace azen {

namespace {

struct FreeOpenSsl {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

Digest sha256(std::span<const std::byte> bytes)
{
    // Fetching an algorithm and making a context cost more than the hash of a key itself.
    static const std::unique_ptr<EVP_MD, FreeOpenSsl> algorithm{
        EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeOpenSsl> context{EVP_MD_CTX_new()};

    Digest digest{};
    require_crypto(
        algorithm && context && EVP_DigestInit_ex2(context.get(), algorithm.get(), nullptr) == 1 &&
            EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
            EVP_DigestFinal_ex(
                context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1,
        "SHA-256");
    return digest;
}

void wipe(std::span<std::byte> bytes)
{
    if (!bytes.empty()) {
        ::explicit_bzero(bytes.data(), bytes.size());
    }
}

void wipe(std::string& text)
{
    text.resize(text.capacity());  // never reallocates
    ::explicit_bzero(text.data(), text.size());
    text.clear();
}

void require_crypto(bool succeeded, const char* what)
{
    if (succeeded) [[likely]] {
        return;
    }
    // Nothing is left to do about a failing standard error.
    static_cast<void>(std::fprintf(stderr, "azen: error: cryptography failed: %s\n", what));
    std::abort();
}

}  // namespace azen

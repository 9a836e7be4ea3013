#include "core/memory/cipher.h"

#include <openssl/evp.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <memory>

#include "core/base/codec.h"
#include "core/base/crypto.h"
#include "core/base/keyed_hash.h"

namespace azen {

namespace {

constexpr std::size_t iv_length = 12;
constexpr std::size_t tag_length = 16;
constexpr std::size_t key_id_length = 16;

// Domain separation: changing one of these makes everything stored unreadable or unfindable.
constexpr std::string_view encryption_domain = "azen memory encryption v1";
constexpr std::string_view fingerprint_domain = "azen fingerprint v1";
constexpr std::string_view key_id_domain = "azen master key id v1";

using KeyBytes = std::array<std::byte, 32>;

struct FreeOpenSsl {
    void operator()(EVP_CIPHER* algorithm) const { EVP_CIPHER_free(algorithm); }
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeOpenSsl>;

// OpenSSL's name for bytes, whatever we call them.
template <typename Byte>
unsigned char* octets(Byte* bytes)
{
    return reinterpret_cast<unsigned char*>(bytes);
}

template <typename Byte>
const unsigned char* octets(const Byte* bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes);
}

const unsigned char* octets(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

// OpenSSL counts in int; a record of 2 GiB is far beyond what any caller lets in.
int length_of(std::size_t size)
{
    require_crypto(size <= INT_MAX, "record too large");
    return static_cast<int>(size);
}

// Hashed under a domain of its own, the id says nothing about the derived keys either.
std::string make_key_id(const MasterKey& key)
{
    std::string preimage{key_id_domain};
    preimage.reserve(preimage.size() + key.bytes().size());
    std::ranges::transform(key.bytes(), std::back_inserter(preimage), [](std::byte byte) {
        return std::to_integer<char>(byte);
    });
    const Digest digest = sha256(as_byte_span(preimage));
    wipe(preimage);
    return format_hex(digest).substr(0, key_id_length);
}

const EVP_CIPHER* aes_256_gcm()
{
    // Looked up by name once: that costs more than sealing a short text.
    static const std::unique_ptr<EVP_CIPHER, FreeOpenSsl> algorithm{
        EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};
    return algorithm.get();
}

enum class Direction : std::uint8_t { decrypt = 0, encrypt = 1 };

// A context of one's own per record: a kept one would keep the key beyond the Cipher's life.
CipherContext start(Direction direction,
                    const KeyBytes& key,
                    std::span<const std::byte> iv,
                    std::string_view associated)
{
    CipherContext context{EVP_CIPHER_CTX_new()};
    int written = 0;
    require_crypto(context &&
                       EVP_CipherInit_ex2(context.get(),
                                          aes_256_gcm(),
                                          octets(key.data()),
                                          octets(iv.data()),
                                          static_cast<int>(direction),
                                          nullptr) == 1 &&
                       EVP_CipherUpdate(context.get(),
                                        nullptr,
                                        &written,
                                        octets(associated),
                                        length_of(associated.size())) == 1,
                   "AES-256-GCM");
    return context;
}

}  // namespace

MasterKey::MasterKey(std::span<const std::byte, 32> bytes)
{
    std::ranges::copy(bytes, bytes_.begin());
}

// An array is copied when it is moved: the source has to be wiped by hand.
MasterKey::MasterKey(MasterKey&& other) noexcept : bytes_{other.bytes_}
{
    wipe(other.bytes_);
}

MasterKey& MasterKey::operator=(MasterKey&& other) noexcept
{
    if (this != &other) {
        bytes_ = other.bytes_;
        wipe(other.bytes_);
    }
    return *this;
}

MasterKey::~MasterKey()
{
    wipe(bytes_);
}

Cipher::Cipher(const MasterKey& key, RandomSource& random)
    : encryption_key_{hkdf_sha256(key.bytes(), encryption_domain)},
      fingerprint_key_{hkdf_sha256(key.bytes(), fingerprint_domain)},
      key_id_{make_key_id(key)},
      random_{random}
{}

Cipher::~Cipher()
{
    wipe(encryption_key_);
    wipe(fingerprint_key_);
}

Sealed Cipher::seal(std::string_view plaintext, std::string_view associated) const
{
    std::vector<std::byte> payload(iv_length + plaintext.size() + tag_length);
    const std::span iv = std::span{payload}.first(iv_length);
    const std::span tag = std::span{payload}.last(tag_length);
    random_.fill(iv);

    const CipherContext context = start(Direction::encrypt, encryption_key_, iv, associated);
    unsigned char* const ciphertext = octets(payload.data() + iv_length);
    int written = 0;
    int last = 0;
    require_crypto(
        EVP_CipherUpdate(
            context.get(), ciphertext, &written, octets(plaintext), length_of(plaintext.size())) ==
                1 &&
            EVP_CipherFinal_ex(context.get(), ciphertext + written, &last) == 1 &&
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_length, tag.data()) == 1,
        "AES-256-GCM");
    return Sealed{.key_id = key_id_, .payload = std::move(payload)};
}

Result<std::string> Cipher::open(const Sealed& sealed, std::string_view associated) const
{
    if (sealed.key_id != key_id_) {
        return fail(ErrorKind::store,
                    "a record was encrypted under another master key",
                    "give the master key whose id is stored with it");
    }
    if (sealed.payload.size() < iv_length + tag_length) {
        return fail(ErrorKind::store, "an encrypted record is cut short");
    }
    const std::span payload{sealed.payload};
    const std::span iv = payload.first(iv_length);
    const std::span ciphertext =
        payload.subspan(iv_length, payload.size() - iv_length - tag_length);
    std::array<std::byte, tag_length> tag{};
    std::ranges::copy(payload.last(tag_length), tag.begin());

    const CipherContext context = start(Direction::decrypt, encryption_key_, iv, associated);
    std::string plaintext(ciphertext.size(), '\0');
    int written = 0;
    int last = 0;
    // The text comes out before the tag is checked; nobody gets to see it unless the tag is right.
    const bool authentic =
        EVP_CipherUpdate(context.get(),
                         octets(plaintext.data()),
                         &written,
                         octets(ciphertext.data()),
                         length_of(ciphertext.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_length, tag.data()) == 1 &&
        EVP_CipherFinal_ex(context.get(), octets(plaintext.data()) + written, &last) == 1;
    if (!authentic) {
        wipe(plaintext);
        return fail(ErrorKind::store, "an encrypted record was changed or belongs elsewhere");
    }
    return plaintext;
}

std::vector<std::byte> Cipher::fingerprint(std::string_view text) const
{
    const Digest code = hmac_sha256(fingerprint_key_, text);
    return {code.begin(), code.end()};
}

}  // namespace azen

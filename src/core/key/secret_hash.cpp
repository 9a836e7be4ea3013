#include "core/key/secret_hash.h"

#include <algorithm>

#include "core/base/codec.h"
#include "core/base/crypto.h"

namespace azen {

std::optional<SecretHash> parse_hash(std::string_view text)
{
    const auto bytes = parse_base64url(text);
    SecretHash hash{};
    if (!bytes || bytes->size() != hash.size()) {
        return std::nullopt;
    }
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

SecretHash fingerprint(const SecretHash& hash)
{
    return sha256(hash);
}

}  // namespace azen

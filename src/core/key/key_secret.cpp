#include "core/key/key_secret.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/codec.h"
#include "core/base/crypto.h"

namespace azen {

namespace {

constexpr std::size_t random_length = 32;
constexpr std::size_t start_length = 4;        // characters shown after the prefix
constexpr std::size_t suspicious_length = 20;  // characters after "az_" that make a secret of it

// Which characters a body may hold. A table, because every request passes here.
constexpr std::array<bool, 256> base62_members = [] {
    std::array<bool, 256> members{};
    for (const char digit : base62_digits) {
        members.at(static_cast<unsigned char>(digit)) = true;
    }
    return members;
}();

bool is_base62(char c)
{
    return base62_members[static_cast<unsigned char>(c)];
}

using Checksum = std::array<char, key_secret::checksum_length>;

Checksum checksum_of(std::string_view text)
{
    Checksum checksum{};
    std::uint32_t rest = crc32_of(text);
    for (std::size_t i = checksum.size(); i-- > 0;) {
        checksum[i] = base62_digits[rest % base62_digits.size()];
        rest /= static_cast<std::uint32_t>(base62_digits.size());
    }
    return checksum;
}

bool is_prefix(std::string_view text)
{
    const auto is_allowed = [](char c) {
        return is_base62(c) || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= key_secret::max_prefix_length &&
           std::ranges::all_of(text, is_allowed);
}

// The form of secrets that the hosted service issued.
bool is_hosted(std::string_view text)
{
    return text.size() == key_secret::hosted_length &&
           text.starts_with(key_secret::default_prefix) &&
           std::ranges::all_of(text.substr(key_secret::default_prefix.size()), is_ascii_letter);
}

bool is_checksummed(std::string_view text)
{
    // The prefix may hold anything that the rest may: only the lengths tell them apart.
    constexpr std::size_t tail_length = key_secret::body_length + key_secret::checksum_length;
    if (text.size() <= tail_length || !is_prefix(text.substr(0, text.size() - tail_length)) ||
        !std::ranges::all_of(text.substr(text.size() - tail_length),
                             [](char c) { return is_base62(c); })) {
        return false;
    }
    const std::size_t covered = text.size() - key_secret::checksum_length;
    return std::ranges::equal(checksum_of(text.substr(0, covered)), text.substr(covered));
}

}  // namespace

// Swapped, not moved: what a short string leaves behind in the other one is then ours to wipe.
Secret::Secret(std::string text)
{
    text_.swap(text);
    wipe(text);
}

Secret::Secret(Secret&& other) noexcept
{
    text_.swap(other.text_);
    wipe(other.text_);
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe(text_);
        text_.swap(other.text_);
        wipe(other.text_);
    }
    return *this;
}

Secret::~Secret()
{
    wipe(text_);
}

namespace key_secret {

Result<void> check_prefix(std::string_view prefix)
{
    if (!is_prefix(prefix)) {
        return fail(ErrorKind::invalid,
                    "a prefix is 1 to 32 characters: letters, digits, '_' or '-'",
                    "choose a prefix such as az_");
    }
    return {};
}

Secret make(std::string_view prefix, RandomSource& random)
{
    assert(is_prefix(prefix));
    std::array<std::byte, random_length> bytes{};
    random.fill(bytes);
    std::string body = format_base62(bytes, body_length);

    // Reserved at once: growing would leave copies behind in freed memory.
    std::string text;
    text.reserve(prefix.size() + body_length + checksum_length);
    text.append(prefix).append(body);
    const Checksum checksum = checksum_of(text);
    text.append(checksum.data(), checksum.size());

    // What the secret was made from is as good as the secret.
    wipe(bytes);
    wipe(body);
    return Secret{std::move(text)};
}

std::optional<SecretForm> form_of(std::string_view text)
{
    if (is_checksummed(text)) {
        return SecretForm::checksummed;
    }
    return is_hosted(text) ? std::optional{SecretForm::hosted} : std::nullopt;
}

bool is_well_formed(std::string_view text)
{
    return is_checksummed(text) || is_hosted(text);
}

bool looks_like_secret(std::string_view text)
{
    // Every occurrence of the prefix counts: the first one may stand before something harmless.
    for (auto at = text.find(default_prefix); at != std::string_view::npos;
         at = text.find(default_prefix, at + 1)) {
        const auto rest = text.substr(at + default_prefix.size(), suspicious_length);
        if (rest.size() == suspicious_length && std::ranges::all_of(rest, is_base62)) {
            return true;
        }
    }
    return is_well_formed(text);
}

std::string start_of(std::string_view secret, std::string_view prefix)
{
    return std::string{secret.substr(0, prefix.size() + start_length)};
}

std::string_view prefix_of(std::string_view secret)
{
    return is_checksummed(secret) ? secret.substr(0, secret.size() - body_length - checksum_length)
                                  : default_prefix;
}

SecretHash hash(std::string_view secret)
{
    return sha256(as_byte_span(secret));
}

}  // namespace key_secret

std::string format_hash(const SecretHash& hash)
{
    return format_base64url(hash);
}

}  // namespace azen

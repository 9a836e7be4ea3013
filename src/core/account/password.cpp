#include "core/account/password.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/base/codec.h"
#include "core/base/crypto.h"
#include "core/base/text_rules.h"

namespace azen::password {
namespace {

constexpr std::size_t salt_length = 16;
constexpr std::size_t key_length = 32;
constexpr std::string_view scheme = "scrypt";
constexpr char separator = '$';

// What a damaged store must not be able to exceed.
constexpr PasswordCost highest{.log_n = 20, .block = 32, .parallel = 16};

using Salt = std::array<std::byte, salt_length>;
using Key = std::array<std::byte, key_length>;

struct Stored {
    PasswordCost cost;
    std::vector<std::byte> salt;
    std::vector<std::byte> key;
};

template <typename Byte>
auto* octets(Byte* bytes)
{
    return reinterpret_cast<
        std::conditional_t<std::is_const_v<Byte>, const unsigned char*, unsigned char*>>(bytes);
}

Key derive(std::string_view password, std::span<const std::byte> salt, const PasswordCost& cost)
{
    // OpenSSL refuses to take more memory than it is allowed to; this is what the parameters need,
    // and some.
    const std::uint64_t n = std::uint64_t{1} << cost.log_n;
    const std::uint64_t memory =
        (std::uint64_t{128} * cost.block * (n + cost.parallel + 4)) + (std::uint64_t{1024} * 1024);
    Key key{};
    require_crypto(EVP_PBE_scrypt(password.data(),
                                  password.size(),
                                  octets(salt.data()),
                                  salt.size(),
                                  n,
                                  cost.block,
                                  cost.parallel,
                                  memory,
                                  octets(key.data()),
                                  key.size()) == 1,
                   "scrypt");
    return key;
}

std::string format(const PasswordCost& cost,
                   std::span<const std::byte> salt,
                   std::span<const std::byte> key)
{
    return fmt::format("{}${}${}${}${}${}",
                       scheme,
                       cost.log_n,
                       cost.block,
                       cost.parallel,
                       format_base64url(salt),
                       format_base64url(key));
}

std::string_view take_part(std::string_view& rest)
{
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

std::optional<std::uint32_t> take_number(std::string_view& rest, std::uint32_t most)
{
    const std::string_view part = take_part(rest);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    const bool whole = error == std::errc{} && end == part.data() + part.size();
    return whole && value >= 1 && value <= most ? std::optional{value} : std::nullopt;
}

std::optional<PasswordCost> take_cost(std::string_view& rest)
{
    const auto log_n = take_number(rest, highest.log_n);
    const auto block = take_number(rest, highest.block);
    const auto parallel = take_number(rest, highest.parallel);
    if (!log_n || !block || !parallel) {
        return std::nullopt;
    }
    return PasswordCost{.log_n = *log_n, .block = *block, .parallel = *parallel};
}

std::optional<Stored> parse(std::string_view text)
{
    if (take_part(text) != scheme) {
        return std::nullopt;
    }
    const auto cost = take_cost(text);
    auto salt = parse_base64url(take_part(text));
    auto key = parse_base64url(take_part(text));
    if (!cost || !salt || !key || salt->empty() || key->size() != key_length || !text.empty()) {
        return std::nullopt;
    }
    return Stored{.cost = *cost, .salt = std::move(*salt), .key = std::move(*key)};
}

}  // namespace

Result<void> check(std::string_view password)
{
    const std::size_t length = count_characters(password);
    if (length < min_characters || length > max_characters) {
        return fail(
            ErrorKind::invalid,
            fmt::format("a password has {} to {} characters", min_characters, max_characters),
            "choose another one; several words make a good one");
    }
    return {};
}

std::string hash(std::string_view password, const PasswordCost& cost, RandomSource& random)
{
    Salt salt{};
    random.fill(salt);
    return format(cost, salt, derive(password, salt, cost));
}

bool matches(std::string_view password, std::string_view stored)
{
    const auto parsed = parse(stored);
    if (!parsed) {
        return false;
    }
    const Key key = derive(password, parsed->salt, parsed->cost);
    return CRYPTO_memcmp(key.data(), parsed->key.data(), key.size()) == 0;
}

std::string decoy(const PasswordCost& cost)
{
    // Finding a password for this key would mean breaking scrypt.
    return format(cost, Salt{}, Key{});
}

bool is_outdated(std::string_view stored, const PasswordCost& cost)
{
    const auto parsed = parse(stored);
    return !parsed || parsed->cost != cost;
}

}  // namespace azen::password

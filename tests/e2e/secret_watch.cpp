#include "e2e/secret_watch.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/scan/text_scanner.h"

namespace azen::test {

namespace {

constexpr std::size_t shortest_secret = 8;

/// The first bytes of a secret, as many as each has.
using Beginning = std::uint64_t;
static_assert(sizeof(Beginning) == shortest_secret);

Beginning beginning_of(const char* text)
{
    Beginning beginning = 0;
    std::memcpy(&beginning, text, sizeof beginning);
    return beginning;
}

/// Of 16 bits: most of what is no secret differs there.
std::size_t short_of(Beginning beginning)
{
    return (beginning * 0x9E3779B97F4A7C15U) >> 48U;
}

/// The word that follows each `before`.
template <typename Take>
void each_after(std::string_view text, std::string_view before, Take take)
{
    for (std::size_t at = text.find(before); at != std::string_view::npos;
         at = text.find(before, at)) {
        at += before.size();
        const std::size_t end = text.find_first_of(" \t\r\n;\"'", at);
        take(text.substr(at, end - at));
    }
}

/// What no list shows of a key: they show its prefix and a few characters more.
std::string_view hidden_part(std::string_view key)
{
    constexpr std::size_t length = 40;
    return key.substr(key.size() - std::min(key.size(), length));
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, SecretKind kind)
{
    constexpr std::array names{"a key", "a password", "a session's token", "a master key"};
    return stream << names.at(static_cast<std::size_t>(kind));
}

std::set<std::string> keys_in(std::string_view text)
{
    std::set<std::string> keys;
    TextScanner scanner{[&](const FoundSecret& found) {
        keys.emplace(found.secret);
    }};
    scanner.feed(text);
    scanner.finish();
    return keys;
}

void SecretWatch::add(SecretKind kind, std::string_view secret)
{
    if (secret.size() >= shortest_secret) {
        secrets_.lock()->emplace(kind, secret);
    }
}

void SecretWatch::add_from(std::string_view text)
{
    for (const std::string& key : keys_in(text)) {
        add(SecretKind::key, key);
    }
    // A cookie is the token and its signature.
    const auto add_session = [&](std::string_view value) {
        add(SecretKind::session, value.substr(0, value.find('.')));
    };
    each_after(text, "better-auth.session_token=", add_session);
    each_after(text, "\"token\":\"", add_session);
    each_after(text, "AZEN_MASTER_KEY=", [&](std::string_view keys) {
        while (!keys.empty()) {
            const std::size_t end = std::min(keys.find(','), keys.size());
            add(SecretKind::master_key, keys.substr(0, end));
            keys.remove_prefix(std::min(end + 1, keys.size()));
        }
    });
}

// In one pass, as a long run has thousands of secrets and megabytes to look into: where the first
// bytes of one are, the rest is compared.
std::set<SecretKind> SecretWatch::kinds_in(std::string_view text)
{
    const auto secrets = secrets_.lock();
    std::unordered_multimap<Beginning, std::pair<SecretKind, std::string_view>> by_beginning;
    std::vector<char> may_begin(1U << 16U);
    for (const auto& [kind, secret] : *secrets) {
        const std::string_view part =
            kind == SecretKind::key ? hidden_part(secret) : std::string_view{secret};
        by_beginning.emplace(beginning_of(part.data()), std::pair{kind, part});
        may_begin[short_of(beginning_of(part.data()))] = 1;
    }
    std::set<SecretKind> kinds;
    for (std::size_t at = 0; at + shortest_secret <= text.size(); ++at) {
        const Beginning beginning = beginning_of(text.data() + at);
        if (may_begin[short_of(beginning)] == 0) {
            continue;
        }
        const auto [first, last] = by_beginning.equal_range(beginning);
        for (auto each = first; each != last; ++each) {
            if (text.substr(at).starts_with(each->second.second)) {
                kinds.insert(each->second.first);
            }
        }
    }
    return kinds;
}

}  // namespace azen::test

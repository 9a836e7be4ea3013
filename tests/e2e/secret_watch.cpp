#include "e2e/secret_watch.h"

#include <algorithm>
#include <array>

#include "core/scan/text_scanner.h"

namespace azen::test {

namespace {

constexpr std::size_t shortest_secret = 8;

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

std::set<SecretKind> SecretWatch::kinds_in(std::string_view text)
{
    std::set<SecretKind> kinds;
    const auto secrets = secrets_.lock();
    for (const auto& [kind, secret] : *secrets) {
        const std::string_view part =
            kind == SecretKind::key ? hidden_part(secret) : std::string_view{secret};
        if (!kinds.contains(kind) && text.find(part) != std::string_view::npos) {
            kinds.insert(kind);
        }
    }
    return kinds;
}

}  // namespace azen::test

#include "core/scan/secret_matcher.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

#include "core/base/ascii.h"

namespace azen {
namespace {

using key_secret::default_prefix;

constexpr std::size_t tail_length = key_secret::body_length + key_secret::checksum_length;
constexpr std::size_t shortest = 1 + tail_length;
constexpr std::size_t longest = key_secret::max_prefix_length + tail_length;

// 64 letters drawn from 52 have fewer different ones once in 10^10.
constexpr std::size_t least_different = 16;

// What secrets are made of. A table, because every run of text passes here.
constexpr std::array<bool, 256> members = [] {
    std::array<bool, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        const char c = static_cast<char>(i);
        table.at(i) = is_ascii_alphanumeric(c) || c == '_' || c == '-';
    }
    return table;
}();

bool is_member(char c)
{
    return members[static_cast<unsigned char>(c)];
}

bool has_variety(std::string_view letters)
{
    std::bitset<256> seen;
    for (const char letter : letters) {
        seen.set(static_cast<unsigned char>(letter));
    }
    return seen.count() >= least_different;
}

// In source code "\nkey" is a line end and a word, not the word "nkey".
bool begins_with_escape(std::string_view text, std::size_t begin)
{
    return begin > 0 && text[begin - 1] == '\\' && is_ascii_letter(text[begin]);
}

// What stands at `at` in `text`, behind the default prefix.
std::optional<SecretMatch> match_default(std::string_view text, std::size_t at)
{
    const std::size_t length = default_prefix.size() + tail_length;
    if (key_secret::form_of(text.substr(at, length)) == SecretForm::checksummed) {
        return SecretMatch{.begin = at, .length = length, .form = SecretForm::checksummed};
    }
    const std::string_view hosted = text.substr(at, key_secret::hosted_length);
    const std::size_t end = at + hosted.size();
    const bool begins_word =
        at == 0 || !is_ascii_alphanumeric(text[at - 1]) || begins_with_escape(text, at - 1);
    const bool stands_alone =
        begins_word && (end == text.size() || !is_ascii_alphanumeric(text[end]));
    if (stands_alone && key_secret::form_of(hosted) == SecretForm::hosted &&
        has_variety(hosted.substr(default_prefix.size()))) {
        return SecretMatch{.begin = at, .length = hosted.size(), .form = SecretForm::hosted};
    }
    return std::nullopt;
}

// A whole word as a secret with a prefix of its own.
std::optional<SecretMatch> match_word(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::size_t length = end - begin;
    if (length < shortest || length > longest ||
        key_secret::form_of(text.substr(begin, length)) != SecretForm::checksummed) {
        return std::nullopt;
    }
    return SecretMatch{.begin = begin, .length = length, .form = SecretForm::checksummed};
}

void match_run(std::string_view text,
               std::size_t begin,
               std::size_t end,
               std::vector<SecretMatch>& matches)
{
    auto whole = match_word(text, begin, end);
    if (!whole && begins_with_escape(text, begin)) {
        whole = match_word(text, begin + 1, end);
    }
    if (whole) {
        matches.push_back(*whole);
        return;
    }
    const std::string_view run = text.substr(0, end);
    for (std::size_t at = run.find(default_prefix, begin); at != std::string_view::npos;) {
        const auto match = match_default(run, at);
        if (match) {
            matches.push_back(*match);
        }
        at = run.find(default_prefix, at + (match ? match->length : 1));
    }
}

}  // namespace

// Invariant: what lies before `at` is done with, and `at` begins the text or a run, or is in none.
std::vector<SecretMatch> find_secrets(std::string_view text)
{
    std::vector<SecretMatch> matches;
    std::size_t at = 0;
    while (at + shortest <= text.size()) {
        // A run long enough that begins here or before the probe has to reach over the probe.
        const std::size_t probe = at + shortest - 1;
        if (!is_member(text[probe])) {
            at = probe + 1;
            continue;
        }
        std::size_t begin = probe;
        while (begin > at && is_member(text[begin - 1])) {
            --begin;
        }
        std::size_t end = probe + 1;
        while (end < text.size() && is_member(text[end])) {
            ++end;
        }
        if (end - begin >= shortest) {
            match_run(text, begin, end, matches);
        }
        at = end;
    }
    return matches;
}

}  // namespace azen

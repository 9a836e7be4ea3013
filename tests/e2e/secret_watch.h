#pragma once

#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/guarded.h"

namespace azen::test {

enum class SecretKind { key, password, session, master_key };

/// The kind in words, for messages of tests.
std::ostream& operator<<(std::ostream& stream, SecretKind kind);

/// The secrets that have come up in a test, to be looked for where none may be. Thread-safe.
class SecretWatch {
public:
    /// One that the test knows of. A text too short to be a secret is none: it may be anywhere.
    void add(SecretKind kind, std::string_view secret);

    /// Those that a text gives away by themselves: keys by their form, sessions' tokens in cookies
    /// and in JSON, the master keys of AZEN_MASTER_KEY=….
    void add_from(std::string_view text);

    /// Of what kinds those are that a text holds. Of a key the part is looked for that no list ever
    /// shows.
    std::set<SecretKind> kinds_in(std::string_view text);

private:
    Guarded<std::set<std::pair<SecretKind, std::string>>> secrets_;
};

/// The keys in a text, by their form.
std::set<std::string> keys_in(std::string_view text);

}  // namespace azen::test

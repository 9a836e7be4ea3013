#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/key/api_key.h"
#include "core/key/rotation.h"

namespace azen {

/// Whoever a key belongs to.
struct Party {
    std::string id;
    std::string name;

    bool operator==(const Party&) const = default;
};

/// A key with all that another store needs to go on with it: its record, how much it was used, the
/// hashes of its secrets (never a secret), and its owners by name. Not in it: what it did on which
/// day.
/// Invariant: the ids of `organization` and `user` are those of the key, empty where there is none.
struct PortableKey {
    ApiKey key;
    KeySecrets secrets;
    std::optional<Party> organization{};
    std::optional<Party> user{};
};

}  // namespace azen

#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/context.h"
#include "core/base/result.h"
#include "core/memory/cipher.h"

namespace azen::cli {

/// Where the master key of a store can come from, in order of precedence: a file that was named,
/// the environment (AZEN_MASTER_KEY), the file beside the store.
struct MasterKeySources {
    std::optional<std::filesystem::path> named_file;
    std::optional<std::string> environment;
    std::filesystem::path beside_store;
};

MasterKeySources master_key_sources(const std::optional<std::filesystem::path>& named_file,
                                    const std::filesystem::path& store,
                                    const Environment& environment);

/// A master key, and where it was found.
struct ChosenMasterKey {
    MasterKey key;
    std::string origin;  // for people: "AZEN_MASTER_KEY", or the file's path
};

/// The key of the first source that has one; nullopt when none has. ErrorKind::invalid when a
/// source is there but unusable, or a named file is absent.
Result<std::optional<ChosenMasterKey>> find_master_key(const MasterKeySources& sources);

/// As find_master_key(), and makes the file beside the store when there is no key at all, saying so
/// once. `needed_id` names the key that the store's memories were written under, if there are any:
/// another key, and making a new one, are then ErrorKind::invalid, because they would read nothing.
Result<ChosenMasterKey> require_master_key(const MasterKeySources& sources,
                                           const std::optional<std::string>& needed_id,
                                           Context& context);

/// What Cipher::key_id() says of a key.
std::string master_key_id(const MasterKey& key, RandomSource& random);

}  // namespace azen::cli

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/context.h"
#include "core/base/result.h"
#include "core/memory/keyring.h"

namespace azen::cli {

/// Where the master keys of a store can come from, in order of precedence: a file that was named,
/// the environment (AZEN_MASTER_KEY), the file beside the store.
struct MasterKeySources {
    std::optional<std::filesystem::path> named_file;
    std::optional<std::string> environment;
    std::filesystem::path beside_store;
};

/// Where the master key of a store, or of a backup of one, is by default: in a file beside it.
std::filesystem::path master_key_file_beside(const std::filesystem::path& store);

MasterKeySources master_key_sources(const std::optional<std::filesystem::path>& named_file,
                                    const std::filesystem::path& store,
                                    const Environment& environment);

/// Master keys, and where they were found.
struct ChosenMasterKeys {
    std::vector<MasterKey> keys;  // newest first, at least one
    std::string origin;           // for people: "AZEN_MASTER_KEY", or the file's path
    std::optional<std::filesystem::path> file{};  // nullopt: not from a file
};

/// The keys of the first source that has any; nullopt when none has. ErrorKind::invalid when a
/// source is there but unusable, or a named file is absent.
Result<std::optional<ChosenMasterKeys>> find_master_keys(const MasterKeySources& sources);

/// ErrorKind::invalid unless `chosen` has all the keys whose ids are `needed`
/// (StoreInfo::needed_master_keys): without them, memories could not be read.
Result<void> check_master_keys(const ChosenMasterKeys& chosen,
                               std::span<const std::string> needed,
                               RandomSource& random);

/// How a store and its master keys stand to each other.
enum class MasterKeyState {
    none,      // none yet, and none needed yet
    usable,    // they are there, and open what is stored
    wrong,     // there are some, but the memories need another
    missing,   // the memories need one, and there is none
    unusable,  // something is there that cannot be read as a key
};

/// Looks, and makes nothing.
MasterKeyState judge_master_keys(const MasterKeySources& sources,
                                 std::span<const std::string> needed,
                                 RandomSource& random);

/// As find_master_keys() and check_master_keys(), and makes the file beside the store when there is
/// no key at all and none is needed, saying so once.
Result<ChosenMasterKeys> require_master_keys(const MasterKeySources& sources,
                                             std::span<const std::string> needed,
                                             Context& context);

/// A keyring of these that looks into `sources` again when it needs another. `random` outlives it.
std::unique_ptr<Keyring> make_keyring(ChosenMasterKeys chosen,
                                      const MasterKeySources& sources,
                                      RandomSource& random);

/// What Cipher::key_id() says of a key.
std::string master_key_id(const MasterKey& key, RandomSource& random);

}  // namespace azen::cli

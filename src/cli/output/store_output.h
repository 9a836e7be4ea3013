#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/master_key_choice.h"
#include "cli/output/output_form.h"
#include "core/service/store_check.h"
#include "core/store/store.h"

/// How the store as a file looks: to people, and as JSON.
namespace azen::cli {

/// A field a line; or schema azen.store/v1.
void print_store_info(Context& context,
                      const std::filesystem::path& file,
                      const StoreInfo& info,
                      const Output& output);

/// A part a line; or schema azen.store-check/v1.
void print_store_check(Context& context,
                       const std::filesystem::path& file,
                       std::span<const azen::store_check::Part> parts,
                       const Output& output);

/// A copy that was made.
struct StoreBackup {
    std::filesystem::path file;
    StoreInfo info;
    std::optional<std::filesystem::path> master_key_file;  // beside it; nullopt: without
};

/// A sentence, and what is missing to read it; or schema azen.store-backup/v1.
void print_store_backup(Context& context, const StoreBackup& backup, const Output& output);

/// A backup that is the store now.
struct StoreRestore {
    std::filesystem::path store;
    StoreInfo info;
    std::optional<std::filesystem::path> replaced;  // what was there before
    MasterKeyState master_key = MasterKeyState::none;

    /// Whether there are memories in it that cannot be read here.
    bool lacks_master_key() const
    {
        return info.master_key_id && master_key != MasterKeyState::usable;
    }
};

/// A sentence, where the replaced store is, and whether memories can be read; or schema
/// azen.store-restore/v1.
void print_store_restore(Context& context, const StoreRestore& restored, const Output& output);

/// How far a change of the master key has come.
struct Rekeyed {
    std::string key_id;                // the current key's
    bool is_new = false;               // whether it was made for this
    std::int64_t sealed = 0;           // memories, under the new key
    std::int64_t closed = 0;           // memories that do not open, and stay as they are
    std::int64_t remaining = 0;        // memories under other keys, those among them
    std::vector<std::string> dropped;  // the ids of keys that were taken out of the key file
    std::size_t kept = 0;              // how many old keys are in it still
};

/// A sentence; or schema azen.rekey/v1.
void print_rekeyed(Context& context, const Rekeyed& rekeyed, const Output& output);

}  // namespace azen::cli

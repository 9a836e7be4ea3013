#include "cli/master_key_choice.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "cli/output/report.h"
#include "core/memory/master_key.h"

namespace azen::cli {
namespace {

// Absence is for the caller to judge: beside the store it is normal.
Result<std::optional<ChosenMasterKeys>> from_file(const std::filesystem::path& file)
{
    std::optional<std::vector<MasterKey>> keys = TRY(read_master_keys(file));
    if (!keys) {
        return std::nullopt;
    }
    return ChosenMasterKeys{.keys = *std::move(keys), .origin = file.string(), .file = file};
}

// A named file that is absent is a mistake, not an invitation to fall back on another key.
Result<std::optional<ChosenMasterKeys>> from_named_file(const std::filesystem::path& file)
{
    std::optional<ChosenMasterKeys> chosen = TRY(from_file(file));
    if (!chosen) {
        return fail(ErrorKind::invalid,
                    fmt::format("there is no master key file {}", file.string()),
                    "put 64 hexadecimal digits into it, mode 0600");
    }
    return chosen;
}

// parse_master_keys' words, with the name of what is wrong before them.
Result<std::optional<ChosenMasterKeys>> from_environment(const std::string& text)
{
    Result<std::vector<MasterKey>> parsed = parse_master_keys(text);
    if (!parsed) {
        return fail(ErrorKind::invalid,
                    "AZEN_MASTER_KEY: " + parsed.error().message,
                    "it is 64 hexadecimal digits; of several keys the newest comes first, with "
                    "commas between them");
    }
    return ChosenMasterKeys{.keys = *std::move(parsed), .origin = "AZEN_MASTER_KEY"};
}

}  // namespace

std::filesystem::path master_key_file_beside(const std::filesystem::path& store)
{
    std::filesystem::path file = store;
    file += ".master-key";
    return file;
}

MasterKeySources master_key_sources(const std::optional<std::filesystem::path>& named_file,
                                    const std::filesystem::path& store,
                                    const Environment& environment)
{
    return {.named_file = named_file,
            .environment = environment.find("AZEN_MASTER_KEY"),
            .beside_store = master_key_file_beside(store)};
}

// The first source that is there decides, even when it is unusable: a typing error in it must not
// silently select another key.
Result<std::optional<ChosenMasterKeys>> find_master_keys(const MasterKeySources& sources)
{
    if (sources.named_file) {
        return from_named_file(*sources.named_file);
    }
    if (sources.environment) {
        return from_environment(*sources.environment);
    }
    return from_file(sources.beside_store);
}

// A wrong key would read nothing and write what the right one cannot read: worse than none.
Result<void> check_master_keys(const ChosenMasterKeys& chosen,
                               std::span<const std::string> needed,
                               RandomSource& random)
{
    std::vector<std::string> ids;
    std::ranges::transform(chosen.keys, std::back_inserter(ids), [&](const MasterKey& key) {
        return master_key_id(key, random);
    });
    for (const std::string& id : needed) {
        if (std::ranges::find(ids, id) == ids.end()) {
            return fail(
                ErrorKind::invalid,
                fmt::format("the stored memories need master key {}, which is not in {}",
                            id,
                            chosen.origin),
                "give the key they were written under in AZEN_MASTER_KEY or --master-key-file");
        }
    }
    return {};
}

MasterKeyState judge_master_keys(const MasterKeySources& sources,
                                 std::span<const std::string> needed,
                                 RandomSource& random)
{
    const auto found = find_master_keys(sources);
    if (!found) {
        return MasterKeyState::unusable;
    }
    const auto& present = *found;
    if (!present) {
        return needed.empty() ? MasterKeyState::none : MasterKeyState::missing;
    }
    return check_master_keys(*present, needed, random) ? MasterKeyState::usable
                                                       : MasterKeyState::wrong;
}

Result<ChosenMasterKeys> require_master_keys(const MasterKeySources& sources,
                                             std::span<const std::string> needed,
                                             Context& context)
{
    std::optional<ChosenMasterKeys> chosen = TRY(find_master_keys(sources));
    if (chosen) {
        TRY(check_master_keys(*chosen, needed, context.random));
        return *std::move(chosen);
    }
    const std::filesystem::path& file = sources.beside_store;
    if (!needed.empty()) {
        return fail(ErrorKind::invalid,
                    "the store holds memories, but their master key is missing",
                    fmt::format("put it back to {}, or into AZEN_MASTER_KEY", file.string()));
    }
    ChosenMasterKeys made{.keys = {}, .origin = file.string(), .file = file};
    made.keys.push_back(TRY(create_master_key(file, context.random)));
    print_note(context,
               fmt::format("made a master key in {}; without it no memory can be read: back it up",
                           file.string()));
    return made;
}

std::unique_ptr<Keyring> make_keyring(ChosenMasterKeys chosen,
                                      const MasterKeySources& sources,
                                      RandomSource& random)
{
    const auto read_again = [sources]() -> Result<std::vector<MasterKey>> {
        std::optional<ChosenMasterKeys> found = TRY(find_master_keys(sources));
        if (!found) {
            return fail(
                ErrorKind::store,
                fmt::format("the master key file {} is gone", sources.beside_store.string()),
                "put it back");
        }
        return std::move(found->keys);
    };
    return std::make_unique<Keyring>(std::move(chosen.keys), read_again, random);
}

// A cipher is cheap to make, and the only one that knows how a key is named.
std::string master_key_id(const MasterKey& key, RandomSource& random)
{
    return Cipher{key, random}.key_id();
}

}  // namespace azen::cli

#include "cli/master_key_choice.h"

#include <fmt/core.h>

#include <utility>

#include "cli/output/report.h"
#include "core/memory/master_key.h"

namespace azen::cli {
namespace {

// Absence is for the caller to judge: beside the store it is normal.
Result<std::optional<ChosenMasterKey>> from_file(const std::filesystem::path& file)
{
    std::optional<MasterKey> key = TRY(read_master_key(file));
    if (!key) {
        return std::nullopt;
    }
    return ChosenMasterKey{.key = *std::move(key), .origin = file.string()};
}

// A named file that is absent is a mistake, not an invitation to fall back on another key.
Result<std::optional<ChosenMasterKey>> from_named_file(const std::filesystem::path& file)
{
    std::optional<ChosenMasterKey> chosen = TRY(from_file(file));
    if (!chosen) {
        return fail(ErrorKind::invalid,
                    fmt::format("there is no master key file {}", file.string()),
                    "put 64 hexadecimal digits into it, mode 0600");
    }
    return chosen;
}

// parse_master_key's words, with the name of what is wrong before them.
Result<std::optional<ChosenMasterKey>> from_environment(const std::string& text)
{
    const Result<MasterKey> parsed = parse_master_key(text);
    if (!parsed) {
        return fail(ErrorKind::invalid,
                    "AZEN_MASTER_KEY: " + parsed.error().message,
                    "it is 64 hexadecimal digits");
    }
    return ChosenMasterKey{.key = MasterKey{parsed->bytes()}, .origin = "AZEN_MASTER_KEY"};
}

}  // namespace

MasterKeySources master_key_sources(const std::optional<std::filesystem::path>& named_file,
                                    const std::filesystem::path& store,
                                    const Environment& environment)
{
    std::filesystem::path beside = store;
    beside += ".master-key";
    return {.named_file = named_file,
            .environment = environment.find("AZEN_MASTER_KEY"),
            .beside_store = std::move(beside)};
}

// The first source that is there decides, even when it is unusable: a typing error in it must not
// silently select another key.
Result<std::optional<ChosenMasterKey>> find_master_key(const MasterKeySources& sources)
{
    if (sources.named_file) {
        return from_named_file(*sources.named_file);
    }
    if (sources.environment) {
        return from_environment(*sources.environment);
    }
    return from_file(sources.beside_store);
}

Result<ChosenMasterKey> require_master_key(const MasterKeySources& sources,
                                           const std::optional<std::string>& needed_id,
                                           Context& context)
{
    std::optional<ChosenMasterKey> chosen = TRY(find_master_key(sources));
    // A wrong key would read nothing and write what the right one cannot read: worse than none.
    if (chosen && needed_id && master_key_id(chosen->key, context.random) != *needed_id) {
        return fail(ErrorKind::invalid,
                    fmt::format("the master key in {} is not the one that the stored memories need",
                                chosen->origin),
                    "give the key they were written under in AZEN_MASTER_KEY or --master-key-file");
    }
    if (chosen) {
        return *std::move(chosen);
    }
    if (needed_id) {
        return fail(ErrorKind::invalid,
                    "the store holds memories, but their master key is missing",
                    fmt::format("put it back to {}, or into AZEN_MASTER_KEY",
                                sources.beside_store.string()));
    }
    MasterKey made = TRY(create_master_key(sources.beside_store, context.random));
    print_note(context,
               fmt::format("made a master key in {}; without it no memory can be read: back it up",
                           sources.beside_store.string()));
    return ChosenMasterKey{.key = std::move(made), .origin = sources.beside_store.string()};
}

// A cipher is cheap to make, and the only one that knows how a key is named.
std::string master_key_id(const MasterKey& key, RandomSource& random)
{
    return Cipher{key, random}.key_id();
}

}  // namespace azen::cli

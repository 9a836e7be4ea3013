#include "cli/commands/store_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "cli/master_key_choice.h"
#include "cli/output/store_output.h"
#include "cli/private_file.h"
#include "core/store/sqlite/store_file.h"

namespace azen::cli::store_check {
namespace {

namespace fs = std::filesystem;
using azen::store_check::Outcome;
using azen::store_check::Part;

// A key that is there and unusable is told of as a missing one would be, with the reason.
Part check_memories(StoreInspection& store, const MasterKeySources& sources, Context& context)
{
    auto found = find_master_keys(sources);
    if (!found) {
        return {.name = "memories", .outcome = Outcome::finding, .detail = found.error().message};
    }
    std::optional<ChosenMasterKeys> keys = *std::move(found);
    if (!keys) {
        return azen::store_check::check_memories(store, nullptr);
    }
    const auto keyring = make_keyring(*std::move(keys), sources, context.random);
    const MemoryService memories{*keyring, context.random};
    return azen::store_check::check_memories(store, &memories);
}

Part check_modes(const fs::path& store)
{
    for (const std::string_view suffix : {"", "-wal", "-shm", ".master-key"}) {
        fs::path file = store;
        file += suffix;
        const FileState state = file_state(file);
        if (state == FileState::exposed || state == FileState::irregular) {
            return {.name = "modes",
                    .outcome = Outcome::finding,
                    .detail = fmt::format("{} is {}", file.string(), describe(state))};
        }
    }
    return {.name = "modes", .outcome = Outcome::passed, .detail = "its owner's alone"};
}

// A store that cannot be opened still has all the parts, so that scripts find them.
std::vector<Part> not_opened(const Error& error)
{
    std::vector<Part> parts{{.name = "schema",
                             .outcome = Outcome::unusable,
                             .detail = error.message,
                             .hint = error.hint}};
    for (const std::string_view name : {"integrity", "journal", "audit", "memories"}) {
        parts.push_back(
            {.name = name, .outcome = Outcome::skipped, .detail = "the store does not open"});
    }
    return parts;
}

bool has(const std::vector<Part>& parts, Outcome outcome)
{
    return std::ranges::find(parts, outcome, &Part::outcome) != parts.end();
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.master_key_file = arguments.value("master-key-file"),
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const fs::path file = TRY(locate_store(options.local.store, context.environment));
    const auto store = inspect_sqlite_store(file);
    if (!store && store.error().kind == ErrorKind::not_found) {
        return tl::unexpected<Error>(store.error());
    }
    std::vector<Part> parts =
        store ? azen::store_check::check_structure(**store) : not_opened(store.error());
    if (store) {
        parts.push_back(
            check_memories(**store,
                           master_key_sources(options.master_key_file, file, context.environment),
                           context));
    }
    parts.push_back(check_modes(file));
    print_store_check(context, file, parts, options.local.output);
    if (has(parts, Outcome::unusable)) {
        return ExitStatus::store;
    }
    return has(parts, Outcome::finding) ? ExitStatus::negative : ExitStatus::ok;
}

}  // namespace azen::cli::store_check

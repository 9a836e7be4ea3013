#include "cli/commands/store_restore.h"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <system_error>

#include <nlohmann/json.hpp>

#include "cli/master_key_choice.h"
#include "cli/output/report.h"
#include "cli/output/store_output.h"
#include "cli/private_file.h"
#include "cli/scratch_directory.h"
#include "core/audit/recorder.h"
#include "core/base/new_file.h"
#include "core/base/time_text.h"
#include "core/memory/master_key.h"
#include "core/store/sqlite/store_file.h"
#include "core/store/store_lock.h"

namespace azen::cli::store_restore {
namespace {

namespace fs = std::filesystem;

bool is_there(const fs::path& file)
{
    std::error_code ignored;  // what cannot be looked at, replacing it will report
    return fs::exists(file, ignored);
}

// "azen.db.replaced-2026-01-15T103000.000Z": a colon means something in many a shell command.
fs::path name_aside(const fs::path& store, Timestamp now)
{
    std::string time = format_timestamp(now);
    std::erase(time, ':');
    fs::path name = store;
    name += ".replaced-" + time;
    return name;
}

// There is a store at every moment: the old one gets a second name, and loses its first when the
// new one takes that.
Result<void> keep_aside(const fs::path& store, const fs::path& aside)
{
    std::error_code failed;
    fs::create_hard_link(store, aside, failed);
    if (failed) {
        return fail(
            ErrorKind::store,
            fmt::format("cannot keep the store as {}: {}", aside.string(), failed.message()),
            "check the permissions of the directory");
    }
    return {};
}

// A log belongs to the store that it was written for, and would be read into any that has the name.
// One that is damaged still has one, and one that was taken away may have left it behind.
Result<void> move_log_aside(const fs::path& store, const fs::path& aside)
{
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        fs::path from = store;
        fs::path to = aside;
        from += suffix;
        std::error_code failed;
        fs::rename(from, to += suffix, failed);
        if (failed && is_there(from)) {
            return fail(ErrorKind::store,
                        fmt::format("cannot put {} aside: {}", from.string(), failed.message()),
                        "check the permissions of the directory");
        }
    }
    return {};
}

// The backup's keys behind those that are beside the store already: none is ever lost.
Result<std::vector<MasterKey>> join_keys(const Options& options,
                                         const fs::path& store,
                                         Context& context)
{
    const fs::path source = master_key_file_beside(options.file);
    auto added = TRY(read_master_keys(source));
    if (!added) {
        return fail(ErrorKind::not_found,
                    fmt::format("there is no master key {}", source.string()),
                    "leave out --with-master-key, or put the backup's key there");
    }
    auto present = TRY(read_master_keys(master_key_file_beside(store)));
    std::vector<MasterKey> joined = present ? *std::move(present) : std::vector<MasterKey>{};
    for (MasterKey& key : *added) {
        const std::string id = master_key_id(key, context.random);
        const bool is_known = std::ranges::any_of(joined, [&](const MasterKey& known) {
            return master_key_id(known, context.random) == id;
        });
        if (!is_known) {
            joined.push_back(std::move(key));
        }
    }
    return joined;
}

Result<void> ask(const Options& options, const fs::path& store, Context& context)
{
    const auto present = inspect_sqlite_store(store);
    const Result<StoreInfo> info =
        present ? (*present)->info() : Result<StoreInfo>{tl::unexpected<Error>(present.error())};
    const std::string what = info
                                 ? fmt::format("keys: {}, memories: {}", info->keys, info->memories)
                                 : info.error().message;
    return confirm(
        context,
        fmt::format("Replace {} ({}) by {}?", store.string(), what, options.file.string()),
        options.confirmed);
}

// Where the backup's trail goes on: what was told after it was made is in the replaced store's.
Result<void> note_in_trail(AuditRows& trail,
                           const Options& options,
                           const StoreRestore& restored,
                           Context& context)
{
    using Json = nlohmann::ordered_json;
    const std::string backup = fs::absolute(options.file).string();
    const Json change{
        {"after",
         {{"store", restored.store.string()},
          {"replaced", restored.replaced ? Json(restored.replaced->string()) : Json(nullptr)}}}};
    return Recorder{trail, context.actor(), context.clock}.record(
        "store.restore", {.id = backup, .name = backup}, change.dump());
}

// Nothing is changed before the backup is known to be good, and the answer.
Result<void> put_in_place(const Options& options,
                          NewFile& staged,
                          const StoreRestore& restored,
                          std::span<const MasterKey> keys,
                          Context& context)
{
    const fs::path& store = restored.store;
    if (restored.replaced) {
        TRY(ask(options, store, context));
        TRY(settle_unused_sqlite_store(store));
        TRY(keep_aside(store, *restored.replaced));
    }
    TRY(move_log_aside(store, restored.replaced.value_or(name_aside(store, context.clock.now()))));
    if (!keys.empty()) {
        TRY(write_master_keys(master_key_file_beside(store), keys, Existing::replace));
    }
    return staged.publish(Existing::replace);
}

// A trial is made while servers still run: what stands in the way is told, and is no failure yet.
Result<std::optional<StoreLock>> lock(const fs::path& store, Effect effect, Context& context)
{
    if (effect == Effect::trial && !is_there(store)) {
        return std::nullopt;
    }
    auto alone = StoreLock::hold_alone(store);
    if (!alone && effect == Effect::trial) {
        print_note(context, fmt::format("{}: {}", alone.error().message, alone.error().hint));
        return std::nullopt;
    }
    StoreLock held = TRY(std::move(alone));
    return std::optional{std::move(held)};
}

// Of a trial the keys are not beside the store yet.
MasterKeyState judge_keys(const StoreRestore& restored,
                          std::vector<MasterKey> joined,
                          Context& context)
{
    const auto& needed = restored.info.needed_master_keys;
    const ChosenMasterKeys chosen{.keys = std::move(joined), .origin = "both"};
    if (!chosen.keys.empty() && check_master_keys(chosen, needed, context.random)) {
        return needed.empty() ? MasterKeyState::none : MasterKeyState::usable;
    }
    return judge_master_keys(master_key_sources(std::nullopt, restored.store, context.environment),
                             needed,
                             context.random);
}

// FILE is read through before anything else is asked or stopped for.
Result<NewFile> stage(const Options& options, const fs::path& place)
{
    if (const auto backup = inspect_sqlite_store(options.file); !backup) {
        return fail(backup.error().kind,
                    backup.error().message,
                    "FILE is what `azen store backup` has made");
    }
    TRY(make_private_directory(place.parent_path()));
    NewFile staged = TRY(NewFile::create(place));
    TRY(copy_sqlite_store(options.file, staged.unfinished(), CopySchema::current));
    return staged;
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.file = arguments.required("FILE"),
                   .with_master_key = arguments.has("with-master-key"),
                   .confirmed = arguments.has("yes") ? Confirmed::yes : Confirmed::no,
                   .local = parse_local_options(arguments)};
}

Result<ExitStatus> run(const Options& options, Context& context)
{
    const fs::path store = TRY(locate_store(options.local.store, context.environment));
    const bool is_trial = options.local.effect == Effect::trial;
    announce(context, options.local.effect);
    const auto scratch = TRY(ScratchDirectory::create());
    NewFile staged = TRY(stage(options, is_trial ? scratch->path() / "azen.db" : store));
    const auto alone = TRY(lock(store, options.local.effect, context));
    const auto copied = TRY(inspect_sqlite_store(staged.unfinished()));
    StoreRestore restored{.store = store, .info = TRY(copied->info())};
    if (is_there(store)) {
        restored.replaced = name_aside(store, context.clock.now());
    }
    TRY(note_in_trail(copied->audit(), options, restored, context));
    std::vector<MasterKey> keys;
    if (options.with_master_key) {
        keys = TRY(join_keys(options, store, context));
    }
    if (!is_trial) {
        TRY(put_in_place(options, staged, restored, keys, context));
    }
    restored.master_key = judge_keys(restored, std::move(keys), context);
    print_store_restore(context, restored, options.local.output);
    return is_trial && restored.lacks_master_key() ? ExitStatus::negative : ExitStatus::ok;
}

}  // namespace azen::cli::store_restore

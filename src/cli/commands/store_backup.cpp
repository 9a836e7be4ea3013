#include "cli/commands/store_backup.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "cli/master_key_choice.h"
#include "cli/output/store_output.h"
#include "core/memory/master_key.h"
#include "core/store/sqlite/store_file.h"

namespace azen::cli::store_backup {
namespace {

namespace fs = std::filesystem;

// Before a large store is copied for nothing. Publishing it asks again. That it has no place is no
// fault of the store's.
Result<void> check_place(const fs::path& file, Existing existing)
{
    std::error_code absent;
    const fs::path directory = file.has_parent_path() ? file.parent_path() : ".";
    if (::access(directory.c_str(), W_OK | X_OK) != 0) {
        const std::error_code reason{errno, std::generic_category()};
        return fail(
            ErrorKind::invalid,
            fmt::format(
                "cannot write to the directory {}: {}", directory.string(), reason.message()),
            "make it, or choose another");
    }
    if (existing == Existing::keep && fs::exists(fs::symlink_status(file, absent))) {
        return fail(ErrorKind::conflict,
                    fmt::format("there is a file {} already", file.string()),
                    "name another file, or replace it with --replace");
    }
    return {};
}

Result<std::vector<MasterKey>> find_fitting_keys(const Options& options,
                                                 const fs::path& store,
                                                 const StoreInfo& info,
                                                 Context& context)
{
    auto chosen = TRY(
        find_master_keys(master_key_sources(options.master_key_file, store, context.environment)));
    if (!chosen) {
        return fail(ErrorKind::not_found,
                    "there is no master key to back up",
                    "name its file with --master-key-file, or leave out --with-master-key");
    }
    TRY(check_master_keys(*chosen, info.needed_master_keys, context.random));
    return std::move(chosen->keys);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    return Options{.file = arguments.required("FILE"),
                   .existing = arguments.has("replace") ? Existing::replace : Existing::keep,
                   .with_master_key = arguments.has("with-master-key"),
                   .master_key_file = arguments.value("master-key-file"),
                   .local = parse_local_options(arguments)};
}

// The key gets its name before the store does: a backup that was to have its key is never seen
// without.
Result<ExitStatus> run(const Options& options, Context& context)
{
    const fs::path store = TRY(locate_store(options.local.store, context.environment));
    const fs::path key_file = master_key_file_beside(options.file);
    TRY(check_place(options.file, options.existing));
    NewFile copy = TRY(NewFile::create(options.file));
    TRY(copy_sqlite_store(store, copy.unfinished(), CopySchema::same));
    const auto copied = TRY(inspect_sqlite_store(copy.unfinished()));
    StoreBackup backup{.file = options.file, .info = TRY(copied->info()), .master_key_file = {}};
    if (options.with_master_key) {
        const auto keys = TRY(find_fitting_keys(options, store, backup.info, context));
        TRY(write_master_keys(key_file, keys, options.existing));
        backup.master_key_file = key_file;
    }
    TRY(copy.publish(options.existing));
    print_store_backup(context, backup, options.local.output);
    return ExitStatus::ok;
}

}  // namespace azen::cli::store_backup

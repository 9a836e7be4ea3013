#include "cli/local_store.h"

#include <fmt/core.h>

#include <system_error>
#include <utility>

#include "cli/output/report.h"
#include "core/audit/audited_store.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/trial_store.h"

namespace azen::cli {

Result<std::filesystem::path> locate_store(const std::optional<std::string>& chosen,
                                           const Environment& environment)
{
    // Said outright: taken as it is, relative to where the command runs.
    if (chosen) {
        if (chosen->empty()) {
            return fail(ErrorKind::invalid, "--db names no file", "give it a path");
        }
        return std::filesystem::path{*chosen};
    }
    const auto place = std::filesystem::path{"azen"} / "azen.db";
    // The XDG specification has relative paths ignored.
    const std::filesystem::path data = environment.find("XDG_DATA_HOME").value_or("");
    if (data.is_absolute()) {
        return data / place;
    }
    // Not looked up in the user database: a service without HOME should say where its data belongs.
    const std::optional<std::string> home = environment.find("HOME");
    if (!home) {
        return fail(ErrorKind::invalid,
                    "no place for the store: neither HOME nor XDG_DATA_HOME is set",
                    "name a file with --db or AZEN_DB");
    }
    return std::filesystem::path{*home} / ".local" / "share" / place;
}

// The parser has put AZEN_DB in place of --db already.
LocalOptions parse_local_options(const Arguments& arguments)
{
    return {.store = arguments.value("db"),
            .output = output_of(arguments),
            .effect = effect_of(arguments)};
}

Result<std::unique_ptr<LocalStore>> LocalStore::open(const LocalOptions& options,
                                                     Context& context,
                                                     WhenAbsent when_absent)
{
    std::filesystem::path file = TRY(locate_store(options.store, context.environment));
    std::error_code unknown;  // what cannot be looked at, opening will report
    const bool absent = !std::filesystem::exists(file, unknown) && !unknown;
    if (absent && when_absent == WhenAbsent::refuse) {
        return fail(ErrorKind::not_found,
                    fmt::format("there is no store at {}", file.string()),
                    "`azen keys create NAME` makes it; --db or AZEN_DB name another");
    }
    std::unique_ptr<ScratchDirectory> scratch;
    if (absent && options.effect == Effect::trial) {
        scratch = TRY(ScratchDirectory::create());
        file = scratch->path() / "azen.db";
    }
    // Opening brings an older schema up to date; a newer one is refused.
    std::unique_ptr<Store> store = TRY(open_sqlite_store(file));
    if (absent && options.effect == Effect::real) {
        print_note(context, fmt::format("made a store in {}", file.string()));
    }
    if (options.effect == Effect::trial) {
        store = make_trial_store(std::move(store));
        announce(context, options.effect);
    }
    store = make_audited_store(std::move(store), context.actor(), context.clock);
    return std::unique_ptr<LocalStore>{new LocalStore{std::move(scratch), std::move(store)}};
}

}  // namespace azen::cli

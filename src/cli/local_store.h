#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/output/output_form.h"
#include "cli/scratch_directory.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace azen::cli {

/// What every command on the local store can be told.
struct LocalOptions {
    std::optional<std::string> store;  // --db or AZEN_DB
    Output output{};
    Effect effect = Effect::real;
};

/// From --db, --output, --field and --dry-run, as far as the command has them.
LocalOptions parse_local_options(const Arguments& arguments);

/// Whether a command may bring a store into being.
enum class WhenAbsent { make, refuse };

/// Where the local store is: `chosen` (from --db or AZEN_DB), else azen/azen.db under
/// $XDG_DATA_HOME or ~/.local/share. ErrorKind::invalid when there is neither of them.
Result<std::filesystem::path> locate_store(const std::optional<std::string>& chosen,
                                           const Environment& environment);

/// The store, for the length of one command.
class LocalStore {
public:
    /// ErrorKind::not_found when there is no store and none may be made. For a trial none is made
    /// either: it runs on an empty one that is gone afterwards.
    static Result<std::unique_ptr<LocalStore>> open(const LocalOptions& options,
                                                    Context& context,
                                                    WhenAbsent when_absent);

    Store& store() { return *store_; }

private:
    LocalStore(std::unique_ptr<ScratchDirectory> scratch, std::unique_ptr<Store> store)
        : scratch_{std::move(scratch)}, store_{std::move(store)}
    {}

    std::unique_ptr<ScratchDirectory> scratch_;  // where the store is, when only for a trial
    std::unique_ptr<Store> store_;
};

}  // namespace azen::cli

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/output/output_form.h"
#include "cli/scratch_directory.h"
#include "core/base/result.h"
#include "core/service/key_service.h"
#include "core/service/rotation_service.h"
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

/// The store and its keys, for the length of one command.
class LocalKeys {
public:
    /// ErrorKind::not_found when there is no store and none may be made. For a trial none is made
    /// either: it runs on an empty one that is gone afterwards.
    static Result<std::unique_ptr<LocalKeys>> open(const LocalOptions& options,
                                                   Context& context,
                                                   WhenAbsent when_absent);

    /// All three live as long as this.
    KeyService& keys() { return keys_; }
    RotationService& rotation() { return rotation_; }
    Store& store() { return *store_; }

private:
    // The services refer to the store beside it: neither copied nor moved, hence the pointer.
    LocalKeys(std::unique_ptr<ScratchDirectory> scratch,
              std::unique_ptr<Store> store,
              Context& context)
        : scratch_{std::move(scratch)},
          store_{std::move(store)},
          keys_{*store_, context.random, context.clock},
          rotation_{*store_, context.random, context.clock}
    {}

    std::unique_ptr<ScratchDirectory> scratch_;  // where the store is, when only for a trial
    std::unique_ptr<Store> store_;
    KeyService keys_;
    RotationService rotation_;
};

}  // namespace azen::cli

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/store/store.h"
#include "core/transfer/portable_key.h"

namespace azen {

/// What to do with a key that is there already.
enum class OnKeyConflict : std::uint8_t {
    fail,
    skip,     // leave it as it is
    replace,  // put the other in its place: all but its owners, its usage and its number
};

struct KeyImportRules {
    OnKeyConflict on_conflict = OnKeyConflict::fail;
    std::optional<std::string> organization{};  // of every key: an id or a name, made when there is
                                                // none; nullopt: each key's own
    std::optional<std::string> user{};          // likewise

    /// The id of the user who may bring in keys of nobody but its own and the members of their
    /// organization; then no user is made. nullopt: keys of anyone.
    std::optional<std::string> importer{};
};

/// A key to be taken in, or why there is none.
struct KeyImportItem {
    std::size_t line = 0;  // where it comes from, from 1
    Result<PortableKey> key;
};

enum class KeyImportOutcome : std::uint8_t { added, replaced, skipped, rejected };

/// The enumerator's name, as machine output shows it.
std::string_view to_string(KeyImportOutcome outcome);

/// What becomes, or would become, of an item.
struct KeyImportResult {
    std::size_t line = 0;
    std::string id{};  // empty when the line could not be read
    std::string name{};
    KeyImportOutcome outcome = KeyImportOutcome::rejected;
    std::optional<Error> error{};  // why it was rejected
};

struct KeyImportReport {
    std::vector<KeyImportResult> results;
    bool committed = false;  // whether all of it was done; else nothing was
};

/// Keys on their way into a store.
namespace key_import {

/// Takes in all items, or none: when any is rejected, nothing is changed. It is one transaction,
/// for which other processes on the store wait: a second holds some thousand keys.
///
/// Rejected are items without a key, keys that no store may hold (ErrorKind::invalid), and those
/// against which something in the store stands, or an earlier item (ErrorKind::conflict): the same
/// id, unless the rules say otherwise; a secret that is another key's, which OnKeyConflict::replace
/// does not change; an owner that the rules do not allow, or other than the one it has; an
/// organization or user of the same name and another id, which would tie together what may be two
/// different ones. Other errors are the store's.
Result<KeyImportReport> run(Store& store,
                            RandomSource& random,
                            Timestamp now,
                            std::span<const KeyImportItem> items,
                            const KeyImportRules& rules);

}  // namespace key_import

}  // namespace azen

#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/confirmation.h"
#include "cli/context.h"
#include "cli/exit_status.h"
#include "cli/keys_options.h"
#include "cli/output/key_results_output.h"
#include "core/base/result.h"

/// What commands that change keys have in common.
namespace azen::cli {

/// Changes one key and says what is true of it now: `sentence`, in which `{}` stands for its name.
Result<ExitStatus> change_key(const KeysOptions& options,
                              std::string_view reference,
                              const KeyChange& change,
                              std::string_view sentence,
                              Context& context);

/// The same for all keys that `typed` names, as read_references() reads it. When is_bulk(typed),
/// each key is changed in a transaction of its own: what a result says is done has been done, and
/// neither a failure nor an interruption undoes another key's.
Result<ExitStatus> change_keys(const KeysOptions& options,
                               std::span<const std::string> typed,
                               const KeyChange& change,
                               std::string_view sentence,
                               Context& context);

/// Does `act` to each key in turn. After ErrorKind::store the rest fails in the same way untried: a
/// store that is locked or damaged is so for all of them.
std::vector<KeyResult> act_on_each(std::span<const std::string> references,
                                   const std::function<Result<ApiKey>(const std::string&)>& act);

/// Asks whether all of `keys` are to be refused for ever, by name as far as there are not too many.
/// Nothing is asked about none. ErrorKind::declined as confirm() has it.
Result<void> confirm_revocation(std::span<const ApiKey> keys,
                                Confirmed confirmed,
                                Context& context);

}  // namespace azen::cli

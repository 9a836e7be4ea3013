#pragma once

#include <string>
#include <string_view>

#include "core/key/api_key.h"
#include "core/key/rotation.h"

/// What changed in a key, in the words of the audit trail: JSON text of an object with "before" and
/// "after", and in these the fields that differ, as key_json.h names them. What requests count, and
/// when the key was last written, are not among them.
namespace azen::key_change_text {

/// Empty: nothing differs.
std::string between(const ApiKey& before, const ApiKey& after);

/// "after" alone, with every field.
std::string of_new(const ApiKey& key);

/// "before" alone, with every field.
std::string of_erased(const ApiKey& key);

/// The secrets that differ, each by its start, with its state and its end. Empty: none does.
std::string between(const KeySecrets& before, const KeySecrets& after);

/// What was done to a key: "key.revoke" when it has been revoked, else "key.update".
std::string_view action(const ApiKey& before, const ApiKey& after);

/// Which step of rotation led from one to the other: "key.rotate" for a new secret, "key.activate",
/// "key.finish_rotation" for the end of a grace, "key.abort_rotation".
std::string_view action(const KeySecrets& before, const KeySecrets& after);

}  // namespace azen::key_change_text

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/local_store.h"
#include "cli/output/output_form.h"
#include "cli/remote_options.h"
#include "core/base/result.h"
#include "core/service/key_service.h"

namespace azen::cli {

/// What every `azen keys` command can be told: where the keys are, how to print, whether for real.
struct KeysOptions {
    LocalOptions local;
    std::optional<RemoteOptions> server{};                // whose keys, instead of a store's
    std::optional<std::filesystem::path> session_file{};  // the credential for it, instead of a key

    const Output& output() const { return local.output; }
    bool is_trial() const { return local.effect == Effect::trial; }
};

/// What --key-file of a command is.
enum class KeyFile { credential, presented };

/// From --db, --server, --remote, --key-file, --session-file, --timeout, --output, --field and
/// --dry-run, as far as the command has them. A server is only ever one that was asked for in the
/// command itself: neither AZEN_BASE_URL nor a profile in use makes a command act elsewhere.
Result<KeysOptions> parse_keys_options(const Arguments& arguments,
                                       KeyFile key_file = KeyFile::credential);

/// The keys that a command is about, for as long as it runs. The store is brought into being as
/// LocalStore::open() does; of a server it is said which one it is. `context` outlives it.
Result<std::unique_ptr<KeyService>> open_keys(const KeysOptions& options,
                                              Context& context,
                                              WhenAbsent when_absent);

/// ErrorKind::invalid when a session is to do what only a key may: no request is made for it.
/// `what` begins the message: "a limit".
Result<void> refuse_session(const KeysOptions& options, std::string_view what);

/// Where these keys are, for people and reports.
Result<std::string> whereabouts(const KeysOptions& options, Context& context);

}  // namespace azen::cli

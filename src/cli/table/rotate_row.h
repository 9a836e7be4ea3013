#pragma once

#include <array>

#include "cli/command.h"
#include "cli/commands/keys_rotate.h"
#include "cli/table/key_place_options.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"
#include "cli/table/secret_options.h"

/// The row of `azen keys rotate`, for keys_rows.cpp: it is the longest of them.
namespace azen::cli {

namespace rotate {

inline constexpr std::array positionals{
    Positional{.name = "KEY",
               .help = "a key's id, its name, or the start of its secret",
               .presence = Presence::optional,
               .completion = Completion::key}};
inline constexpr auto options = joined(std::array{&option::grace,
                                                  &option::start_grace,
                                                  &option::now,
                                                  &option::finish,
                                                  &option::abort,
                                                  &option::wait_unused,
                                                  &option::wait_at_most,
                                                  &option::all_keys,
                                                  &option::older_than,
                                                  &option::to_file,
                                                  &option::to_fd,
                                                  &option::deliver,
                                                  &option::to_directory,
                                                  &option::variable,
                                                  &option::idempotency_key,
                                                  &option::yes,
                                                  &option::dry_run},
                                       option::keys_place,
                                       std::array{&option::secret_output});
inline constexpr std::array examples{
    Example{"azen keys rotate ci --to-file ci.key", "a new secret; the old one has its grace"},
    Example{"azen keys rotate ci --deliver 'gh secret set AZEN_API_KEY'",
            "into a secret store, seen by nobody"},
    Example{"azen keys rotate ci --now --to-file ci.key", "the old one has leaked"},
    Example{"azen keys rotate ci --finish --wait-unused 10m --yes",
            "end the grace once nobody uses the old one"},
    Example{"azen keys rotate --all --older-than 90d --to-directory new",
            "all that are due; --dry-run shows them first"}};
inline constexpr std::array exits{
    ExitNote{ExitStatus::unexpected, "the new secret reached nobody and was dropped"},
    ExitNote{
        ExitStatus::conflict,
        "revoked or expired; nothing to finish, abort or wait for; replaced by another rotation"},
    ExitNote{ExitStatus::partial, "some of all the keys could not be rotated; the others are"},
    ExitNote{ExitStatus::declined, "not confirmed: no terminal to ask at, and no --yes"},
    ExitNote{ExitStatus::negative, "after --wait-at-most the old secret was still in use"}};

}  // namespace rotate

inline constexpr Command rotate_row{
    .words = "keys rotate",
    .summary = "give a key a new secret, with one that works at any moment",
    .description =
        "Makes a new secret and hands it over like 'azen keys create' does. The key stays what it "
        "is: its id, name, limits and counters. At first the new secret is pending and both work. "
        "The first request that presents it makes it active, and the old one then retires: it "
        "works until its grace is over. So a new secret that never arrived anywhere breaks "
        "nothing. If it cannot be handed over it is dropped, and the exit status says so.\n\n"
        "A key has at most two secrets that work. Rotating again drops a new one that was never "
        "used, or ends the grace of an old one, and says which. With --idempotency-key the same "
        "command can be repeated: once the secret has been handed over, nothing is done again.\n\n"
        "With --wait-unused the command waits until the old secret has not been used for that "
        "long, "
        "or until --wait-at-most is over; then it says from where it still is. Without --finish it "
        "only waits, and makes no new secret; with --finish it revokes the old secret when nobody "
        "uses it any more. Ctrl-C ends the wait and leaves everything as it is.\n\n"
        "With --all each key is rotated by itself, with results for each. --output json is the "
        "form "
        "of these results; the secrets go to their places bare, or in env or dotenv.\n\n"
        "--now and --finish revoke a secret that works. They ask first on a terminal; elsewhere "
        "they need --yes.",
    .positionals = rotate::positionals,
    .options = rotate::options,
    .examples = rotate::examples,
    .exit_notes = rotate::exits,
    .run = parse_and_run<keys_rotate::parse, keys_rotate::run>};

}  // namespace azen::cli

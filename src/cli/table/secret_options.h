#pragma once

#include <array>
#include <string_view>

#include "cli/command.h"
#include "cli/table/options.h"

/// The options about secrets: where a new one goes, in which form, and what becomes of the old.
namespace azen::cli::option {

inline constexpr std::array<std::string_view, 4> secret_choices{"table", "json", "env", "dotenv"};
inline constexpr std::array<std::string_view, 2> grace_choices{"first-use", "now"};

// Alone, in an object, or as a line that a shell or an environment file takes. Of the ways that a
// secret can go, at most one; they are read by secret_sink.h and secret_form.h.
inline constexpr Option secret_output = with_choices(output, secret_choices);
inline constexpr Option to_file{.name = "to-file",
                                .value_name = "FILE",
                                .help = "put the secret into FILE (mode 0600, replaced as a whole)",
                                .completion = Completion::file,
                                .excludes = "to-fd"};
inline constexpr Option to_fd{.name = "to-fd",
                              .value_name = "N",
                              .help = "write the secret to the open file descriptor N",
                              .excludes = "deliver"};
inline constexpr Option deliver{
    .name = "deliver",
    .value_name = "COMMAND",
    .help =
        "give the secret to COMMAND (run by sh) on standard input, without a line end; "
        "AZEN_KEY_NAME and AZEN_KEY_ID say whose it is",
    .excludes = "to-file"};
inline constexpr Option variable{.name = "variable",
                                 .value_name = "NAME",
                                 .help = "what the secret is called in env and dotenv",
                                 .default_value = "AZEN_API_KEY"};

// How the new secret takes the place of the old.
inline constexpr Option grace{
    .name = "grace",
    .value_name = "LENGTH",
    .help = "how long the old secret works on, but no longer than the key itself",
    .default_value = "24h"};
inline constexpr Option start_grace{.name = "start-grace",
                                    .value_name = "WHEN",
                                    .help =
                                        "when that begins: with the new secret's first use, "
                                        "or at once",
                                    .default_value = "first-use",
                                    .choices = grace_choices,
                                    .excludes = "now"};
inline constexpr Option now{
    .name = "now", .help = "revoke the old secret at once, as after a leak", .excludes = "grace"};
inline constexpr Option finish{.name = "finish",
                               .help = "revoke the old secret before its grace is over",
                               .excludes = "abort"};
inline constexpr Option abort{.name = "abort", .help = "drop a new secret that was never used"};
inline constexpr Option wait_unused{
    .name = "wait-unused",
    .value_name = "LENGTH",
    .help = "wait until nobody has used the old secret for this long"};
inline constexpr Option wait_at_most{.name = "wait-at-most",
                                     .value_name = "LENGTH",
                                     .help = "and give up after this long",
                                     .default_value = "1h"};
inline constexpr Option all_keys{
    .name = "all", .help = "every key that is neither revoked nor expired, instead of KEY"};
inline constexpr Option older_than{.name = "older-than",
                                   .value_name = "LENGTH",
                                   .help = "of all keys, those whose secret is older than this"};
inline constexpr Option to_directory{.name = "to-directory",
                                     .value_name = "DIRECTORY",
                                     .help = "put each secret into a file ID.key in DIRECTORY",
                                     .completion = Completion::file,
                                     .excludes = "deliver"};
inline constexpr Option new_idempotency_key{
    .name = "idempotency-key",
    .value_name = "TEXT",
    .help = "make only one key for this text, however often it is asked for: a CI job's id"};
inline constexpr Option idempotency_key{
    .name = "idempotency-key",
    .value_name = "TEXT",
    .help = "rotate only once for this text, however often it is asked for: a CI job's id"};

}  // namespace azen::cli::option

#pragma once

#include <array>
#include <span>
#include <string_view>

#include "cli/command.h"
#include "cli/config/configuration.h"

/// The options of all commands, each written once: one that several commands share means the same
/// everywhere.
namespace azen::cli::option {

// Every command has these, in whatever row; app.cpp acts on them.
inline constexpr Option quiet{
    .name = "quiet", .short_name = 'q', .help = "say nothing but results and errors"};
inline constexpr Option no_input{.name = "no-input", .help = "never ask, not even at a terminal"};
inline constexpr Option help{.name = "help", .short_name = 'h', .help = "show this help"};
inline constexpr Option no_pager{.name = "no-pager",
                                 .help = "print long output at once, also on a terminal"};
inline constexpr Option profile{.name = "profile",
                                .value_name = "NAME",
                                .help = "work with this profile; `azen profile list` shows them",
                                .environment = "AZEN_PROFILE",
                                .completion = Completion::profile};
inline constexpr std::array common{&profile, &quiet, &no_input, &no_pager, &help};

// The same option with other values to choose from.
constexpr Option with_choices(Option option, std::span<const std::string_view> choices)
{
    option.choices = choices;
    return option;
}

// The values that an option takes, when it takes no others.
inline constexpr std::array<std::string_view, 2> report_choices{"table", "json"};
inline constexpr std::array<std::string_view, 2> lines_choices{"jsonl", "json"};
inline constexpr std::array<std::string_view, 2> line_choices{"table", "jsonl"};
inline constexpr std::array<std::string_view, 4> rows_choices{"table", "json", "jsonl", "csv"};
inline constexpr std::array<std::string_view, 6> series_choices{
    "auto", "chart", "table", "json", "jsonl", "csv"};
inline constexpr std::array<std::string_view, 5> record_choices{
    "table", "json", "jsonl", "csv", "name"};
inline constexpr std::array<std::string_view, 5> leak_choices{
    "table", "json", "jsonl", "csv", "sarif"};
inline constexpr std::array<std::string_view, 6> finding_choices{
    "table", "json", "jsonl", "csv", "name", "sarif"};
inline constexpr std::array<std::string_view, 3> shell_choices{"bash", "zsh", "fish"};

// Shared by many commands. `output`, `field` and `dry_run` are read by output_form.h and
// local_store.h; `db`, `base_url` and the two ways to give a key are read by the helpers
// in local_store.h, remote_options.h and presented_key.h; every command that has one of them uses
// those.
inline constexpr Option output{.name = "output",
                               .short_name = 'o',
                               .value_name = "FORMAT",
                               .help = "for people, or for scripts in this form",
                               .default_value = "table",
                               .choices = record_choices};
// For what has no rows, or no name.
inline constexpr Option report_output = with_choices(output, report_choices);
inline constexpr Option line_output = with_choices(output, line_choices);
inline constexpr Option rows_output = with_choices(output, rows_choices);
inline constexpr Option series_output{
    .name = "output",
    .short_name = 'o',
    .value_name = "FORMAT",
    .help = "for people (auto: a chart on a terminal, a table elsewhere), or for scripts",
    .default_value = "auto",
    .choices = series_choices};
// SARIF 2.1.0 is the form in which code hosts and editors read findings.
inline constexpr Option findings_output = with_choices(output, finding_choices);
inline constexpr Option leaks_output = with_choices(output, leak_choices);
inline constexpr Option field{.name = "field",
                              .value_name = "NAME",
                              .help = "print this field alone, a line each: id, metadata.team",
                              .completion = Completion::field,
                              .excludes = "output"};
inline constexpr Option dry_run{
    .name = "dry-run", .short_name = 'n', .help = "show what would be, and change nothing"};
inline constexpr Option lines_output{.name = "output",
                                     .short_name = 'o',
                                     .value_name = "FORMAT",
                                     .help = "a line of JSON for each key, or one object",
                                     .default_value = "jsonl",
                                     .choices = lines_choices};
inline constexpr Option db{
    .name = "db",
    .value_name = "FILE",
    .help = "the local store (without: azen/azen.db in $XDG_DATA_HOME or ~/.local/share)",
    .environment = "AZEN_DB",
    .completion = Completion::file,
    .setting = &Profile::db};
inline constexpr Option yes{
    .name = "yes", .short_name = 'y', .help = "do not ask for confirmation"};
inline constexpr Option base_url{
    .name = "base-url",
    .value_name = "URL",
    .help = "the server: https://..., http:// on this machine, or unix:/path",
    .default_value = "https://api.azen.sh",
    .environment = "AZEN_BASE_URL",
    .setting = &Profile::base_url};
inline constexpr Option key_file{.name = "key-file",
                                 .value_name = "FILE",
                                 .help = "read the API key from FILE instead of AZEN_API_KEY",
                                 .completion = Completion::file};
inline constexpr Option key_stdin{.name = "key-stdin",
                                  .help = "read the API key from standard input"};
inline constexpr Option timeout{.name = "timeout",
                                .value_name = "LENGTH",
                                .help = "how long one try may take in all",
                                .default_value = "30s"};
inline constexpr Option metadata{
    .name = "metadata", .value_name = "JSON", .help = "a JSON object to keep with it"};

// What a key may do, and how much. `new_…` are for a key being made, where a default holds when
// nothing is said; `changed_…` for one that exists, where what is not said stays. Their names on
// the command line are the same.
inline constexpr Option expires{.name = "expires",
                                .value_name = "WHEN",
                                .help = "a length of time (90d), a date, a timestamp, or never",
                                .default_value = "never"};
inline constexpr Option new_rate{.name = "rate",
                                 .value_name = "RATE",
                                 .help = "requests per time: 600/min, 5/2s, 10000/d, or none",
                                 .default_value = "60/min"};
inline constexpr Option new_quota{.name = "quota",
                                  .value_name = "N",
                                  .help = "how many requests there are in all (without: no quota)"};
inline constexpr Option changed_rate{.name = "rate",
                                     .value_name = "RATE",
                                     .help = "requests per time: 600/min, 5/2s, 10000/d, or none"};
inline constexpr Option changed_quota{
    .name = "quota", .value_name = "N", .help = "how many requests are left, or none for no quota"};
inline constexpr Option new_refill{.name = "refill",
                                   .value_name = "N/TIME",
                                   .help = "fill the quota up to N each TIME: 10000/30d"};
inline constexpr Option changed_refill{
    .name = "refill",
    .value_name = "N/TIME",
    .help = "fill the quota up to N each TIME: 10000/30d, or none"};
inline constexpr Option permissions{
    .name = "permissions",
    .value_name = "LIST",
    .help = "what it may do: resource.action, separated by commas",
    .default_value = "memory.read,memory.write,memory.delete,usage.read"};
inline constexpr Option grant{
    .name = "grant", .value_name = "LIST", .help = "permissions to add: memory.read,usage.read"};
inline constexpr Option revoke{
    .name = "revoke", .value_name = "LIST", .help = "permissions to take away"};
inline constexpr Option set{
    .name = "set", .value_name = "LIST", .help = "permissions in place of all it has"};
inline constexpr Option permission{
    .name = "permission", .value_name = "NAME", .help = "demand this permission: memory.read"};
inline constexpr Option explain{.name = "explain",
                                .help = "show every check and its outcome, and charge nothing"};
inline constexpr Option at{.name = "at",
                           .value_name = "TIME",
                           .help =
                               "decide for this moment, and charge nothing: a length of time "
                               "from now (1h), a date, or a timestamp"};
inline constexpr Option disabled{.name = "disabled", .help = "refuse it until it is enabled"};

// Who a key belongs to. Fixed for good when it is made.
inline constexpr Option prefix{.name = "prefix",
                               .value_name = "TEXT",
                               .help = "how its secret begins: 1 to 32 of A-Z a-z 0-9 _ -",
                               .default_value = "az_"};
inline constexpr Option organization{.name = "organization",
                                     .value_name = "NAME",
                                     .help = "whose it is, by name or id; made when there is none",
                                     .default_value = "default"};
inline constexpr Option user{.name = "user",
                             .value_name = "NAME",
                             .help = "who made it, by name or id; made when there is none",
                             .default_value = "local"};

// Pages. Keys and memories have limits of their own: the store's, and the API's.
inline constexpr Option limit{
    .name = "limit", .value_name = "N", .help = "keys on a page, 1 to 1000", .default_value = "50"};
inline constexpr Option page{
    .name = "page", .value_name = "N", .help = "which page, from 1", .default_value = "1"};
inline constexpr Option per{.name = "per",
                            .value_name = "N",
                            .help = "memories on a page, 1 to 100",
                            .default_value = "20"};

// The audit trail.
inline constexpr Option subject{
    .name = "subject",
    .value_name = "WHAT",
    .help = "changes of this key, user or organization only: its id, or its name at the time"};
inline constexpr Option since{
    .name = "since",
    .value_name = "WHEN",
    .help = "changes from then on: a length of time ago (7d), a date or a timestamp"};
inline constexpr Option entry_limit{.name = "limit",
                                    .value_name = "N",
                                    .help = "entries on a page, 1 to 1000",
                                    .default_value = "50"};
inline constexpr Option anchor{
    .name = "anchor",
    .value_name = "END",
    .help = "an end that was noted before (12:3f9a...): the trail must have gone on from it"};

// Memories and their use. A dedup key also makes it safe to send a memory twice.
inline constexpr Option file{.name = "file",
                             .value_name = "FILE",
                             .help = "read the text from FILE",
                             .completion = Completion::file};
inline constexpr Option dedup_key{
    .name = "dedup-key", .value_name = "KEY", .help = "remember only once what has this key"};
inline constexpr Option top_k{
    .name = "top-k", .value_name = "N", .help = "how many matches, 1 to 50", .default_value = "5"};
inline constexpr Option key_id{.name = "key-id", .value_name = "ID", .help = "count this key only"};
inline constexpr Option check_key{
    .name = "check-key", .help = "try the API key at the server, at the price of one request"};

// Many memories at a time. What an export prints is what an import reads.
inline constexpr std::array<std::string_view, 3> export_choices{"jsonl", "json", "csv"};
inline constexpr std::array<std::string_view, 3> import_choices{"auto", "lines", "jsonl"};
inline constexpr Option export_output{.name = "output",
                                      .short_name = 'o',
                                      .value_name = "FORMAT",
                                      .help = "in which form",
                                      .default_value = "jsonl",
                                      .choices = export_choices};
inline constexpr Option import_format{
    .name = "format",
    .value_name = "FORMAT",
    .help = "what a line is: a text, or a JSON object (auto: as the first one looks)",
    .default_value = "auto",
    .choices = import_choices};
inline constexpr Option checkpoint{
    .name = "checkpoint",
    .value_name = "FILE",
    .help = "note here what is done (without: FILE.checkpoint beside the file)",
    .completion = Completion::file};
inline constexpr Option rejects{
    .name = "rejects",
    .value_name = "FILE",
    .help = "keep what could not be used here (without: FILE.rejects beside the file)",
    .completion = Completion::file};
inline constexpr Option parallel{.name = "parallel",
                                 .value_name = "N",
                                 .help = "how many requests at a time, 1 to 16",
                                 .default_value = "4"};
inline constexpr Option all{.name = "all", .help = "all there are"};

// Profiles. What is written down is only what was typed: neither the environment nor a default.
inline constexpr Option profile_base_url{
    .name = "base-url",
    .value_name = "URL",
    .help = "the server: https://..., http:// on this machine, or unix:/path"};
inline constexpr Option profile_db{
    .name = "db", .value_name = "FILE", .help = "the local store", .completion = Completion::file};
inline constexpr Option profile_key_file{.name = "key-file",
                                         .value_name = "FILE",
                                         .help = "the key is in this file, of mode 0600",
                                         .completion = Completion::file};
inline constexpr Option profile_key_stdin{
    .name = "key-stdin", .help = "read the key from standard input, and keep it in a file"};
inline constexpr Option key_command{.name = "key-command",
                                    .value_name = "COMMAND",
                                    .help = "the key is what this prints: 'pass show azen'"};
inline constexpr Option replace{.name = "replace", .help = "in place of the one of this name"};

// The server. Whatever loosens a protection has to be said outright, and is off by default.
inline constexpr Option listen{.name = "listen",
                               .value_name = "WHERE",
                               .help =
                                   "ADDRESS:PORT (port 0: any free one), unix:PATH, or fd:3 "
                                   "for a socket passed by the service manager",
                               .default_value = "127.0.0.1:8080"};
inline constexpr Option threads{.name = "threads",
                                .value_name = "N",
                                .help = "threads that read and write connections",
                                .default_value = "1"};
inline constexpr Option max_connections{
    .name = "max-connections",
    .value_name = "N",
    .help = "clients at a time; for a further one, one that was idle for long is closed",
    .default_value = "10000"};
inline constexpr Option max_connections_per_address{
    .name = "max-connections-per-address",
    .value_name = "N",
    .help =
        "of them from one IPv4 address or IPv6 /64, and four times as many from an IPv6 /48; "
        "further ones are closed at once (without: 256 when clients on other machines connect "
        "without a proxy, else as many as there may be)"};
inline constexpr Option tls_cert{
    .name = "tls-cert",
    .value_name = "FILE",
    .help = "speak TLS with the certificate in this file: PEM, then those up to its authority's",
    .completion = Completion::file};
inline constexpr Option tls_key{.name = "tls-key",
                                .value_name = "FILE",
                                .help = "its private key: PEM, without a passphrase",
                                .completion = Completion::file};
inline constexpr Option behind_tls_proxy{
    .name = "behind-tls-proxy",
    .help =
        "allow an address others can reach: a proxy in front speaks TLS to them. Session cookies "
        "are then for TLS only, and X-Forwarded-For names the client"};
inline constexpr Option no_access_log{.name = "no-access-log",
                                      .help = "do not write a line for each request"};
inline constexpr Option log_file{
    .name = "log-file",
    .value_name = "FILE",
    .help = "append the log to FILE instead of standard error; SIGHUP opens it anew",
    .completion = Completion::file};
inline constexpr Option cors_origin{.name = "cors-origin",
                                    .value_name = "ORIGIN",
                                    .help = "let pages of this origin call; may be repeated",
                                    .occurs = Occurs::repeatedly};
inline constexpr Option public_metrics{
    .name = "public-metrics", .help = "show /metrics to everyone, not to this machine only"};
inline constexpr Option master_key_file{
    .name = "master-key-file",
    .value_name = "FILE",
    .help =
        "64 hex digits that encrypt memories (without: AZEN_MASTER_KEY, else a file beside the "
        "store, made when needed)",
    .completion = Completion::file};
inline constexpr Option drain_timeout{.name = "drain-timeout",
                                      .value_name = "LENGTH",
                                      .help = "how long a stop waits for open requests",
                                      .default_value = "10s"};

// Scanning. The last two print a text for another program instead of looking for keys.
inline constexpr Option staged{.name = "staged",
                               .help = "look through what is staged in this git repository"};
inline constexpr Option exclude{
    .name = "exclude",
    .value_name = "PATTERN",
    .help = "leave out files and directories with such a name or path: '*.lock'; may be repeated",
    .occurs = Occurs::repeatedly};
inline constexpr Option revoke_found{.name = "revoke-found",
                                     .help = "refuse the keys found for ever, after a question"};
inline constexpr Option rotate_found{.name = "rotate-found",
                                     .help = "make a new secret for each key found that works",
                                     .excludes = "revoke-found"};
inline constexpr Option print_gitleaks_rule{.name = "print-gitleaks-rule",
                                            .help = "print a rule for gitleaks"};
inline constexpr Option print_pre_commit_hook{.name = "print-pre-commit-hook",
                                              .help = "print a pre-commit hook for git"};

// Documentation. For packagers and for the project's own files.
inline constexpr Option man{.name = "man",
                            .value_name = "PAGE",
                            .help = "write this manual page (azen, azen-keys, ...) in mdoc"};
inline constexpr Option completion{.name = "completion",
                                   .value_name = "SHELL",
                                   .help = "write the completions for this shell",
                                   .choices = shell_choices};

}  // namespace azen::cli::option

#include <array>

#include "cli/commands/serve.h"
#include "cli/commands/status.h"
#include "cli/output/record_kind.h"
#include "cli/table/options.h"
#include "cli/table/rows.h"

namespace azen::cli {
namespace {

// No --output: what serve prints are events and, on standard error, the access log.
constexpr std::array serve_options{&option::listen,
                                   &option::threads,
                                   &option::max_connections,
                                   &option::max_connections_per_address,
                                   &option::tls_cert,
                                   &option::tls_key,
                                   &option::behind_tls_proxy,
                                   &option::log_file,
                                   &option::no_access_log,
                                   &option::cors_origin,
                                   &option::public_metrics,
                                   &option::master_key_file,
                                   &option::drain_timeout,
                                   &option::db};
constexpr std::array serve_examples{
    Example{"azen serve", "on this machine, port 8080"},
    Example{"azen serve --listen unix:/run/azen.sock", "for a proxy on the same machine"},
    Example{"azen serve --listen 0.0.0.0:8080 --behind-tls-proxy", "for a proxy on another one"},
    Example{"azen serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem",
            "for everyone, without a proxy"}};
// The first is shared by all commands, but not for this reason.
constexpr std::array serve_exits{
    ExitNote{ExitStatus::usage, "also: the master key is missing or not the right one"},
    ExitNote{ExitStatus::conflict, "the address is taken"}};

constexpr std::array status_options{&option::check_key,
                                    &option::db,
                                    &option::master_key_file,
                                    &option::base_url,
                                    &option::key_file,
                                    &option::key_stdin,
                                    &option::timeout,
                                    &option::report_output,
                                    &option::field};
constexpr std::array status_examples{
    Example{"azen status", "is everything in its place?"},
    Example{"azen status --check-key", "and does the server accept the key?"}};
constexpr std::array status_exits{
    ExitNote{ExitStatus::negative, "something that was looked at cannot be used"}};

constexpr std::array rows{
    Command{
        .words = "serve",
        .summary = "answer the memory API from the local store",
        .description =
            "Serves the memory API over HTTP until it is told to stop by SIGTERM or SIGINT; it "
            "then finishes what is open. Several servers may share one store.\n\n"
            "With --tls-cert and --tls-key it speaks TLS, 1.2 or 1.3. SIGHUP makes it read both "
            "files again: who is connected stays so, new clients meet the new certificate, and "
            "files that cannot be used change nothing but the log.\n\n"
            "Events and requests are told on standard error, a line of JSON each, or in the file "
            "that --log-file names. To rotate that, move it away and send SIGHUP.\n\n"
            "Memories are encrypted under a master key: --master-key-file, else "
            "AZEN_MASTER_KEY, else a file beside the store, which is made on first use. Whoever "
            "loses it loses the memories.\n\n"
            "Gateways ask GET /api/v1/verify whether a key may pass; the answer's headers name "
            "the user, the key and the organization.",
        .options = serve_options,
        .examples = serve_examples,
        .exit_notes = serve_exits,
        .run = parse_and_run<serve::parse, serve::run>},
    Command{.words = "status",
            .summary = "look whether store, master key and server can be used",
            .description =
                "Shows where the local store is and what is in it, whether its master key fits, "
                "and whether the server answers. The server is asked only when a base URL or a key "
                "has been chosen, and then without the key unless --check-key is given.",
            .options = status_options,
            .examples = status_examples,
            .exit_notes = status_exits,
            .run = parse_and_run<status::parse, status::run>,
            .prints = &kind::status},
};

}  // namespace

std::span<const Command> server_rows()
{
    return rows;
}

}  // namespace azen::cli

#include "cli/commands/serve.h"

#include <fmt/core.h>
#include <malloc.h>

#include <algorithm>
#include <utility>

#include "cli/limit_text.h"
#include "cli/local_store.h"
#include "cli/master_key_choice.h"
#include "cli/output/report.h"
#include "core/base/time_text.h"
#include "core/service/memory_search.h"
#include "core/service/memory_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "server/app/accounts.h"
#include "server/edge/tls_context.h"

namespace azen::cli::serve {
namespace {

// More would only wait for the store, which takes one transaction at a time.
constexpr std::int64_t max_threads = 256;

// More than any system allows a process to have.
constexpr std::int64_t max_connections = 1'000'000'000;

// Enough for the offices of a company behind one address.
constexpr std::size_t max_connections_of_stranger = 256;

// Browsers compare origins letter by letter. A path, a star or a slash at the end would never
// match, and the page would fail without a word.
Result<std::vector<std::string>> read_origins(const Arguments& arguments)
{
    std::vector<std::string> origins = arguments.values("cors-origin");
    const auto is_origin = [](const std::string& text) {
        const std::size_t scheme_end = text.find("://");
        return scheme_end != std::string::npos && scheme_end > 0 && text.size() > scheme_end + 3 &&
               text.find('/', scheme_end + 3) == std::string::npos &&
               text.find_first_of(" \t\r\n*") == std::string::npos;
    };
    if (!std::ranges::all_of(origins, is_origin)) {
        return fail(ErrorKind::invalid,
                    "--cors-origin takes one exact origin",
                    "write it like https://app.example.org, without a path; repeat it for more");
    }
    return origins;
}

// Clients that connect from other machines themselves are strangers. A proxy, or whoever tries it
// out on this machine, has all connections from one address.
Result<server::Limits> read_limits(const Arguments& arguments, const server::Endpoint& endpoint)
{
    const auto read = [&](const char* name, const std::string& text) {
        return parse_count(text, std::string{"--"} + name, 1, max_connections);
    };
    constexpr const char* in_all = "max-connections";
    constexpr const char* of_one = "max-connections-per-address";
    server::Limits limits;
    const std::int64_t all = TRY(read(in_all, arguments.required(in_all)));
    limits.max_connections = static_cast<std::size_t>(all);
    if (!endpoint.is_loopback() && !arguments.has("behind-tls-proxy")) {
        limits.max_connections_per_address = max_connections_of_stranger;
    }
    if (const auto text = arguments.value(of_one)) {
        const std::int64_t count = TRY(read(of_one, *text));
        limits.max_connections_per_address = static_cast<std::size_t>(count);
    }
    return limits;
}

// Refused here and not by the server: only whoever starts it knows what stands in front of it.
Result<server::Endpoint> read_endpoint(const Arguments& arguments)
{
    server::Endpoint endpoint = TRY(server::parse_endpoint(arguments.required("listen")));
    const bool is_encrypted = arguments.has("tls-cert") || arguments.has("behind-tls-proxy");
    if (!endpoint.is_loopback() && !is_encrypted) {
        return fail(ErrorKind::invalid,
                    fmt::format("{} can be reached from other machines, and keys would travel "
                                "there unencrypted",
                                endpoint.to_string()),
                    "listen on 127.0.0.1, give --tls-cert and --tls-key, or add "
                    "--behind-tls-proxy when a proxy in front of it speaks TLS");
    }
    return endpoint;
}

Result<std::optional<server::TlsFiles>> read_tls(const Arguments& arguments)
{
    const auto certificate = arguments.value("tls-cert");
    const auto key = arguments.value("tls-key");
    if (certificate.has_value() != key.has_value()) {
        return fail(ErrorKind::invalid,
                    "--tls-cert and --tls-key go together",
                    "name the files of the certificate and of its private key");
    }
    return certificate ? std::optional{server::TlsFiles{.certificate = *certificate, .key = *key}}
                       : std::nullopt;
}

server::Transport transport_of(const Arguments& arguments)
{
    if (arguments.has("behind-tls-proxy")) {
        return server::Transport::tls_proxy;
    }
    return arguments.has("tls-cert") ? server::Transport::tls : server::Transport::plain;
}

// A socket has no URL; "unix:…" is what --base-url takes.
std::string address_of(const server::Endpoint& endpoint, bool has_tls)
{
    const char* scheme = has_tls ? "https://" : "http://";
    return (endpoint.is_unix ? "" : scheme) + endpoint.to_string();
}

server::ServerOptions with_manager(server::ServerOptions options, const Environment& environment)
{
    options.notify_socket = environment.find("NOTIFY_SOCKET").value_or("");
    return options;
}

// The address is told only after it was bound, and at once: scripts wait for this line.
Result<void> serve_until_stopped(const Options& options,
                                 server::Application& application,
                                 Store& store,
                                 Context& context)
{
    const auto server = TRY(server::Server::create(
        with_manager(options.server, context.environment), application, store, context.random));
    print_note(context,
               "listening on " + address_of(server->endpoint(), options.server.tls.has_value()));
    context.err.flush();
    return server->run();
}

// Before a store or a master key is made for a server that cannot run.
Result<void> check_places(const Options& options)
{
    if (options.server.tls) {
        TRY(server::TlsContext::load(*options.server.tls));
    }
    const server::Endpoint& endpoint = options.server.listen;
    const std::filesystem::path directory =
        std::filesystem::absolute(endpoint.address).parent_path();
    std::error_code unknown;  // what cannot be looked at, listening will report
    if (endpoint.is_unix && endpoint.descriptor < 0 &&
        !std::filesystem::is_directory(directory, unknown)) {
        return fail(ErrorKind::invalid,
                    fmt::format("there is no directory {} for the socket", directory.string()),
                    "make it, or name a socket in another");
    }
    return {};
}

// Lists as long as a fold's of a million keys are to go back to the system. Left alone, the
// allocator takes the first one that is freed as a sign to keep room for the next.
void give_large_lists_back()
{
    constexpr int large = 1 << 20;  // bytes
    mallopt(M_MMAP_THRESHOLD, large);
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.store = arguments.value("db"),
                    .master_key_file = arguments.value("master-key-file")};
    options.server.listen = TRY(read_endpoint(arguments));
    const std::int64_t threads =
        TRY(parse_count(arguments.required("threads"), "--threads", 1, max_threads));
    options.server.io_threads = static_cast<unsigned>(threads);
    options.server.limits = TRY(read_limits(arguments, options.server.listen));
    options.server.access_log = !arguments.has("no-access-log");
    options.server.log_file = arguments.value("log-file");
    options.server.drain_timeout = TRY(parse_duration(arguments.required("drain-timeout")));
    options.application.cors_origins = TRY(read_origins(arguments));
    options.server.tls = TRY(read_tls(arguments));
    options.transport = transport_of(arguments);
    options.application.public_metrics = arguments.has("public-metrics");
    return options;
}

// Everything that a request needs is wired here, and outlives the server by being declared before
// it.
Result<ExitStatus> run(const Options& options, Context& context)
{
    give_large_lists_back();
    TRY(check_places(options));
    const std::filesystem::path file = TRY(locate_store(options.store, context.environment));
    const std::unique_ptr<Store> store = TRY(open_sqlite_store(file));
    // Which master key the store needs has to be known before one is chosen.
    const StoreInfo info = TRY(store->info());
    const MasterKeySources sources =
        master_key_sources(options.master_key_file, file, context.environment);
    ChosenMasterKeys keys = TRY(require_master_keys(sources, info.needed_master_keys, context));
    const auto keyring = make_keyring(std::move(keys), sources, context.random);
    const MemoryService memories{*keyring, context.random};
    MemorySearch search{*store, memories, make_fts_index};
    server::Accounts accounts{*keyring, options.transport, context.random};
    server::Application application{{.store = *store,
                                     .memories = memories,
                                     .search = search,
                                     .sessions = accounts.sessions,
                                     .accounts = accounts,
                                     .clock = context.clock},
                                    options.application};
    TRY(serve_until_stopped(options, application, *store, context));
    return ExitStatus::ok;
}

}  // namespace azen::cli::serve

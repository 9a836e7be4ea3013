#include "cli/commands/status.h"

#include <fmt/core.h>

#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "cli/master_key_choice.h"
#include "cli/output/status_output.h"
#include "core/store/sqlite/store_file.h"

namespace azen::cli::status {
namespace {

// Trouble becomes part of the report instead of ending it: the rest is worth knowing too.
void look_into(StoreReport& store)
{
    std::error_code ignored;  // what cannot be looked at, opening will report
    if (!std::filesystem::exists(store.path, ignored) && !ignored) {
        return;
    }
    const auto opened = inspect_sqlite_store(store.path);
    const Result<StoreInfo> info =
        opened ? (*opened)->info() : Result<StoreInfo>{tl::unexpected<Error>(opened.error())};
    if (info) {
        store.info = *info;
    } else {
        store.problem = info.error().message;
    }
}

// Without the key: whether a server answers is to be known before anything is trusted to it.
void contact(ServerReport& server, const RemoteOptions& options, Context& context)
{
    server.contacted = true;
    HttpClientOptions one_try = client_options(options, context.environment);
    one_try.retries.tries = 1;
    const auto client = HttpClient::create(std::move(one_try), context.random, context.pause);
    const Result<HttpResponse> response =
        client ? (*client)->send({.path = "/healthz"})
               : Result<HttpResponse>{tl::unexpected<Error>(client.error())};
    if (!response) {
        server.problem = response.error().message;
        return;
    }
    server.http_status = response->status;
    if (response->status >= 500) {
        server.problem = fmt::format("answers with an error (HTTP {})", response->status);
    }
}

// Any route with the key would do; this one changes nothing and needs no body.
void try_key(ServerReport& server, const RemoteOptions& options, Context& context)
{
    Result<MemoryApi> api = connect(options, context);
    const auto answer = api ? api->usage(std::nullopt)
                            : Result<nlohmann::ordered_json>{tl::unexpected<Error>(api.error())};
    if (answer) {
        server.key = KeyState::accepted;
        return;
    }
    server.problem = answer.error().message;
    const ErrorKind kind = answer.error().kind;
    if (kind == ErrorKind::refused || kind == ErrorKind::rate_limited) {
        server.key = KeyState::refused;
    }
}

// Whether one is given, without reading it: standard input can be read only once.
bool has_key(const KeySource& source, const Context& context)
{
    return source.file || source.standard_input || source.profile_file || source.profile_command ||
           context.environment.find("AZEN_API_KEY");
}

}  // namespace

Result<Options> parse(const Arguments& arguments)
{
    Options options{.local = parse_local_options(arguments),
                    .master_key_file = arguments.value("master-key-file"),
                    .server_chosen = arguments.has("base-url"),
                    .check_key = arguments.has("check-key")};
    options.remote = TRY(parse_remote_options(arguments));
    return options;
}

// The store first: it is what most people come for, and needs no network.
Result<ExitStatus> run(const Options& options, Context& context)
{
    StatusReport report;
    report.store.path = TRY(locate_store(options.local.store, context.environment));
    look_into(report.store);
    report.store.master_key = judge_master_keys(
        master_key_sources(options.master_key_file, report.store.path, context.environment),
        report.store.info ? report.store.info->needed_master_keys : std::vector<std::string>{},
        context.random);

    const bool key_given = has_key(options.remote.key_source, context);
    report.server.base_url = options.remote.base_url.to_string();
    report.server.key = key_given ? KeyState::unchecked : KeyState::none;
    if (options.server_chosen || key_given || options.check_key) {
        contact(report.server, options.remote, context);
    }
    if (options.check_key && !report.server.problem) {
        try_key(report.server, options.remote, context);
    }
    print_status(context, report, options.local.output);
    return report.is_usable() ? ExitStatus::ok : ExitStatus::negative;
}

}  // namespace azen::cli::status

#include "cli/remote_options.h"

#include <utility>

#include "cli/output/report.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

constexpr milliseconds shortest_wait_told{1'000};

}  // namespace

// Both come with a default in the table, so they are always there.
Result<RemoteOptions> parse_remote_options(const Arguments& arguments)
{
    RemoteOptions options{.output = output_of(arguments), .effect = effect_of(arguments)};
    options.base_url = TRY(parse_base_url(arguments.required("base-url")));
    options.key_source = TRY(parse_key_source(arguments));
    options.timeout = TRY(parse_duration(arguments.required("timeout")));
    return options;
}

HttpClientOptions client_options(const RemoteOptions& options, const Environment& environment)
{
    return {.base_url = options.base_url,
            .authorities = environment.find("SSL_CERT_FILE"),
            .total_timeout = options.timeout};
}

// The key is read last: what is wrong with the options is told before standard input is consumed.
Result<MemoryApi> connect(const RemoteOptions& options, Context& context)
{
    const Secret key = TRY(read_presented_key(options.key_source, context));
    return connect_with(key, options, context);
}

Result<MemoryApi> connect_with(const Secret& key, const RemoteOptions& options, Context& context)
{
    Credential credential{.key = Secret{std::string{key.reveal()}}};
    auto client = TRY(open_client(std::move(credential), options, context));
    return MemoryApi{std::move(client)};
}

Result<std::unique_ptr<HttpClient>> open_client(Credential credential,
                                                const RemoteOptions& options,
                                                Context& context)
{
    HttpClientOptions with_credential = client_options(options, context.environment);
    with_credential.key = std::move(credential.key);
    with_credential.session = std::move(credential.session);
    const auto pause = [&context](milliseconds length) {
        // Shorter ones pass unnoticed; a longer one would look as if nothing happened any more.
        if (length >= shortest_wait_told) {
            print_note(context, "the server is busy; trying again in " + format_duration(length));
        }
        context.pause(length);
    };
    return HttpClient::create(std::move(with_credential), context.random, pause);
}

// Made one after the other, before there are threads: libcurl is loaded by the first.
Result<std::vector<std::unique_ptr<HttpClient>>> connect_many(const Secret& key,
                                                              const RemoteOptions& options,
                                                              std::size_t count,
                                                              Context& context)
{
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (std::size_t index = 0; index < count; ++index) {
        HttpClientOptions with_key = client_options(options, context.environment);
        with_key.retries.tries = 1;
        with_key.key.emplace(std::string{key.reveal()});
        clients.push_back(
            TRY(HttpClient::create(std::move(with_key), context.random, context.pause)));
    }
    return clients;
}

}  // namespace azen::cli

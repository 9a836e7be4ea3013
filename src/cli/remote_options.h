#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "cli/arguments.h"
#include "cli/base_url.h"
#include "cli/context.h"
#include "cli/effect.h"
#include "cli/memory_api.h"
#include "cli/output/output_form.h"
#include "cli/presented_key.h"
#include "core/base/result.h"

namespace azen::cli {

/// What every command that speaks to a server can be told.
struct RemoteOptions {
    // Where to, with which key, how patiently, and how to print what comes back.
    BaseUrl base_url;
    KeySource key_source;
    milliseconds timeout{30'000};
    Output output{};
    Effect effect = Effect::real;
};

/// From --base-url or AZEN_BASE_URL, --key-file, --key-stdin, --timeout, --output, --field
/// and --dry-run, as far as the command has the latter.
Result<RemoteOptions> parse_remote_options(const Arguments& arguments);

/// How to speak to that server, without a key. SSL_CERT_FILE names the authorities that vouch for
/// it, as it does for other programs.
HttpClientOptions client_options(const RemoteOptions& options, const Environment& environment);

/// Ready to speak with that credential: a key, or else a session's cookie. Nothing is sent yet.
/// Waits between two tries are told of when they are long. `context` outlives what is given back.
struct Credential {
    std::optional<Secret> key{};
    std::optional<Secret> session{};
};
Result<std::unique_ptr<HttpClient>> open_client(Credential credential,
                                                const RemoteOptions& options,
                                                Context& context);

/// Ready to speak with the key that the options lead to. Nothing is sent yet. Waits between two
/// tries are told of when they are long. `context` outlives what is given back.
Result<MemoryApi> connect(const RemoteOptions& options, Context& context);

/// The same with a key that has been read already: standard input can be read only once.
Result<MemoryApi> connect_with(const Secret& key, const RemoteOptions& options, Context& context);

/// `count` clients for many requests at a time, each of which tries once: who sends many decides
/// himself on what is sent again. `context` outlives them.
Result<std::vector<std::unique_ptr<HttpClient>>> connect_many(const Secret& key,
                                                              const RemoteOptions& options,
                                                              std::size_t count,
                                                              Context& context);

}  // namespace azen::cli

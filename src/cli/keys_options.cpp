#include "cli/keys_options.h"

#include <fmt/core.h>

#include <filesystem>
#include <utility>

#include "cli/base_url.h"
#include "cli/output/report.h"
#include "cli/presented_key.h"
#include "cli/remote_key_service.h"
#include "core/base/time_text.h"
#include "core/service/local_key_service.h"

namespace azen::cli {
namespace {

/// A LocalKeyService with the store that it works on.
class StoredKeys final : public LocalKeyService {
public:
    StoredKeys(std::unique_ptr<LocalStore> local, Context& context)
        : LocalKeyService{local->store(), context.random, context.clock}, local_{std::move(local)}
    {}

    // Where scripts count and no server runs, nobody else would ever shorten the journal. It is
    // upkeep: what was decided stands without it.
    Result<Verification> verify(std::string_view presented_key,
                                std::string_view permission) override
    {
        auto verification = LocalKeyService::verify(presented_key, permission);
        static_cast<void>(local_->store().maintain());
        return verification;
    }

private:
    std::unique_ptr<LocalStore> local_;
};

// What --server says, else, with --remote, the profile.
Result<std::optional<std::string>> chosen_server(const Arguments& arguments)
{
    if (!arguments.has("remote")) {
        return arguments.value("server");
    }
    if (arguments.origin("db") == Origin::command_line) {
        return fail(ErrorKind::invalid, "--remote and --db exclude each other", "give one of them");
    }
    const std::optional<Profile>& profile = arguments.profile();
    if (!profile || !profile->base_url) {
        return fail(ErrorKind::invalid,
                    "no profile says which server that is",
                    "give --server URL, or `azen profile add NAME --base-url URL`");
    }
    return profile->base_url;
}

Result<KeySource> credential_source(const Arguments& arguments, KeyFile key_file)
{
    KeySource source = TRY(parse_key_source(arguments));
    if (key_file == KeyFile::presented) {
        source.file.reset();
        source.standard_input = false;
    }
    return source;
}

Result<std::unique_ptr<KeyService>> open_server(const RemoteOptions& server,
                                                const KeysOptions& options,
                                                Context& context)
{
    Credential credential;
    if (options.session_file) {
        credential.session = TRY(read_presented_key({.file = options.session_file}, context));
    } else {
        credential.key = TRY(read_presented_key(server.key_source, context));
    }
    auto client = TRY(open_client(std::move(credential), server, context));
    print_note(context, "on " + server.base_url.to_string());
    announce(context, options.local.effect);
    const Asker asker = options.session_file ? Asker::session : Asker::key;
    return std::make_unique<RemoteKeyService>(
        std::move(client), context.random, options.local.effect, asker);
}

}  // namespace

// Without a server, what is for one is an oversight that would go unnoticed.
Result<KeysOptions> parse_keys_options(const Arguments& arguments, KeyFile key_file)
{
    KeysOptions options{.local = parse_local_options(arguments)};
    const auto server = TRY(chosen_server(arguments));
    const bool has_key_file = key_file == KeyFile::credential && arguments.has("key-file");
    options.session_file = arguments.value("session-file");
    if (!server && (has_key_file || options.session_file)) {
        return fail(ErrorKind::invalid,
                    "a store needs no key: --key-file and --session-file are for a server",
                    "give --server URL as well");
    }
    if (has_key_file && options.session_file) {
        return fail(ErrorKind::invalid,
                    "--key-file and --session-file exclude each other",
                    "give one of them");
    }
    if (server) {
        options.server.emplace();
        options.server->base_url = TRY(parse_base_url(*server));
        options.server->key_source = TRY(credential_source(arguments, key_file));
        options.server->timeout = TRY(parse_duration(arguments.required("timeout")));
    }
    return options;
}

Result<std::unique_ptr<KeyService>> open_keys(const KeysOptions& options,
                                              Context& context,
                                              WhenAbsent when_absent)
{
    if (options.server) {
        return open_server(*options.server, options, context);
    }
    auto local = TRY(LocalStore::open(options.local, context, when_absent));
    return std::make_unique<StoredKeys>(std::move(local), context);
}

Result<void> refuse_session(const KeysOptions& options, std::string_view what)
{
    return options.session_file
               ? fail(ErrorKind::invalid,
                      fmt::format("{} needs a key, and no session", what),
                      "give --key-file, or AZEN_API_KEY, instead of --session-file")
               : Result<void>{};
}

Result<std::string> whereabouts(const KeysOptions& options, Context& context)
{
    if (options.server) {
        return options.server->base_url.to_string();
    }
    const auto store = TRY(locate_store(options.local.store, context.environment));
    return std::filesystem::absolute(store).string();
}

}  // namespace azen::cli

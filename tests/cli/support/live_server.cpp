#include "cli/support/live_server.h"

#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keyring.h"

namespace azen::test {
namespace {

std::unique_ptr<Store> opened(const std::filesystem::path& file)
{
    auto store = open_sqlite_store(file);
    REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().message));
    return *std::move(store);
}

std::unique_ptr<server::Server> created(const std::string& listen,
                                        server::Application& application,
                                        Store& store,
                                        RandomSource& random)
{
    server::ServerOptions options{.access_log = false};
    options.listen = server::parse_endpoint(listen).value();
    auto server = server::Server::create(options, application, store, random);
    REQUIRE_MESSAGE(server.has_value(), (server ? "" : server.error().message));
    return *std::move(server);
}

}  // namespace

LiveServer::LiveServer(const Console& console, const std::string& listen)
    : store_{opened(console.store())},
      keyring_{sample_keyring(random_)},
      search_{*store_, memories_, make_fts_index},
      accounts_{keyring_, server::Transport::plain, random_},
      application_{{.store = *store_,
                    .memories = memories_,
                    .search = search_,
                    .sessions = accounts_.sessions,
                    .accounts = accounts_,
                    .clock = clock_},
                   {}},
      server_{created(listen, application_, *store_, random_)},
      thread_{[this] {
          CHECK(server_->run().has_value());
      }}
{}

LiveServer::~LiveServer()
{
    server_->stop();
}

std::string LiveServer::url() const
{
    const server::Endpoint& endpoint = server_->endpoint();
    return (endpoint.is_unix ? "" : "http://") + endpoint.to_string();
}

}  // namespace azen::test

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/memory/keyring.h"
#include "core/service/local_key_service.h"
#include "core/service/memory_search.h"
#include "core/service/memory_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "server/app/accounts.h"
#include "server/app/application.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/fake_sessions.h"
#include "support/recording_store.h"
#include "support/temp_dir.h"

namespace azen::test {

/// An Application over a real store in a directory of its own, with a clock that stands still.
/// Ticks are run by hand; searches run in the test's own thread.
class AppFixture {
public:
    explicit AppFixture(server::ApplicationOptions options = {});

    /// A key of organization "default" unless `wanted` says otherwise; its secret is issued().
    struct Issued {
        ApiKey key;
        std::string secret;
    };
    Issued issue(const NewKey& wanted = {.name = "ci"});
    ApiKey find_key(const std::string& id);

    /// Runs one tick for the exchange, and, if it is deferred, its work and a second tick.
    const server::Reply& run(const server::ExchangePtr& exchange);

    /// The same for a whole batch in one tick.
    void run(const std::vector<server::ExchangePtr>& batch);

    /// Runs `request` and returns its reply.
    server::Reply ask(server::Request request);

    /// Makes a user with the password "correct horse", who signs in as NAME@example.org; a member
    /// of `organization`, which is made if needed, unless that is empty.
    User add_user(const std::string& name,
                  const std::string& organization = {},
                  Role role = Role::owner);

    /// Opens a session of a user, in an organization unless that is empty; gives the Cookie field.
    std::string sign_in(const std::string& user, const std::string& organization = {});

    TempDir directory;
    FakeClock clock;
    FakeRandom random;
    std::unique_ptr<Store> sqlite;
    RecordingStore store;
    Keyring keyring;
    MemoryService memories;
    MemorySearch search;
    server::Accounts accounts;
    FakeSessions sessions{accounts.sessions};
    LocalKeyService keys;
    server::Application application;
};

server::ExchangePtr make_exchange(server::Request request);

/// A GET or DELETE; `target` may have a query.
server::Request make_request(server::Method method,
                             std::string_view target,
                             std::string_view secret = {});

/// A POST of JSON.
server::Request make_post(std::string_view path,
                          std::string_view body,
                          std::string_view secret = {});

/// Creates a memory through the API and returns its id.
std::string create_memory(AppFixture& fixture, std::string_view secret, std::string_view text);

/// The value of the header field `name` in a reply, if it has one.
std::optional<std::string> header(const server::Reply& reply, std::string_view name);

/// A reply's body; keeps the order of members, which some tests are about.
nlohmann::ordered_json body_of(const server::Reply& reply);

}  // namespace azen::test

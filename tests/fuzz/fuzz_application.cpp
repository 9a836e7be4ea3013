#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/service/local_key_service.h"
#include "core/service/organization_service.h"
#include "core/service/session_service.h"
#include "core/service/user_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/store/trial_store.h"
#include "server/app/accounts.h"
#include "server/app/application.h"
#include "support/fake_clock.h"
#include "support/sample_keyring.h"
#include "support/temp_dir.h"

#include "expect.h"

using namespace azen;
using namespace azen::server;
using azen::fuzz::expect;

namespace {

constexpr PasswordCost cheap{.log_n = 1, .block = 1, .parallel = 1};

// The same bytes each time, and never twice in one run.
class SeededRandom final : public RandomSource {
public:
    void fill(std::span<std::byte> bytes) override
    {
        for (std::byte& byte : bytes) {
            byte = static_cast<std::byte>(engine_());
        }
    }

private:
    std::mt19937 engine_{1};
};

template <typename T>
T sure(Result<T> result)
{
    expect(result.has_value());
    return std::move(*result);
}

// A server whose store stays as it is, and of which an administrator's key and an owner's session
// are known.
class Server {
public:
    Server()
    {
        key_ = administrator();
        cookie_ = owner();
        store_ = make_trial_store(std::move(store_));
        application_.emplace(Services{.store = *store_,
                                      .memories = memories_,
                                      .search = search_.emplace(*store_, memories_, make_fts_index),
                                      .sessions = accounts_.sessions,
                                      .accounts = accounts_,
                                      .clock = clock_},
                             ApplicationOptions{});
    }

    Reply answer(Request request)
    {
        const auto exchange = std::make_shared<Exchange>();
        exchange->request = std::move(request);
        application_->tick({&exchange, 1});
        if (exchange->state == Exchange::State::deferred) {
            std::exchange(exchange->work, nullptr)();
            exchange->state = Exchange::State::waiting;
            application_->tick({&exchange, 1});
        }
        expect(exchange->state == Exchange::State::answered);
        return exchange->reply;
    }

    const std::string& key() const { return key_; }
    const std::string& cookie() const { return cookie_; }

private:
    std::string administrator()
    {
        LocalKeyService keys{*store_, random_, clock_};
        NewKey wanted{.name = "admin"};
        wanted.rate_limit.enabled = false;
        for (const char* action : {"read", "write", "delete", "export", "import"}) {
            wanted.permissions.grant("keys", action);
        }
        return std::string{sure(keys.create(wanted)).secret.reveal()};
    }

    std::string owner()
    {
        const auto transaction = sure(store_->begin(Durability::process_crash));
        const User user = sure(user_service::create(
            transaction->accounts(),
            "ann",
            user_service::Credentials{.email = "ann@example.org",
                                      .password_hash = password::hash("horse", cheap, random_)},
            random_,
            clock_.now()));
        sure(organization_service::appoint(
            *transaction,
            {.organization = "default", .user = user.id, .role = Role::owner},
            random_,
            clock_.now()));
        auto opened =
            sure(session_service::open(*transaction, {.user_id = user.id}, random_, clock_.now()));
        opened.session.organization_id =
            sure(organization_service::find(transaction->accounts(), "default")).id;
        expect(transaction->sessions().update(opened.session).has_value());
        expect(transaction->commit().has_value());
        const std::string line = accounts_.cookies.remember(opened.token.reveal());
        const std::size_t start = std::string_view{"Set-Cookie: "}.size();
        return line.substr(start, line.find(';') - start);
    }

    test::TempDir directory_;
    test::FakeClock clock_;
    SeededRandom random_;
    Keyring keyring_{test::sample_keyring(random_)};
    MemoryService memories_{keyring_, random_};
    Accounts accounts_{keyring_, Transport::plain, random_};
    std::unique_ptr<Store> store_{sure(open_sqlite_store(directory_ / "azen.db"))};
    std::optional<MemorySearch> search_;
    std::optional<Application> application_;
    std::string key_;
    std::string cookie_;
};

Method to_method(std::string_view word)
{
    if (word == "POST") {
        return Method::post;
    }
    if (word == "DELETE") {
        return Method::del;
    }
    return word == "GET" ? Method::get : Method::other;
}

std::string_view take_until(std::string_view& text, char end)
{
    const std::string_view part = text.substr(0, text.find(end));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    return part;
}

void check(const Reply& reply)
{
    expect(reply.status >= 200 && reply.status < 500);
    if (reply.content_type == Reply::json && !reply.body.empty()) {
        expect(nlohmann::json::accept(reply.body));
    }
    std::string_view lines = reply.headers;
    while (!lines.empty()) {
        const std::string_view line = take_until(lines, '\n');
        expect(line.ends_with('\r') && line.find(": ") != std::string_view::npos);
        expect(line.find('\r') == line.size() - 1);
    }
}

}  // namespace

// One request, of the form "POST /path?query key\nbody"; "key" or "session" is who asks, anything
// else nobody.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Server server;
    std::string_view text = fuzz::text_of(data, size);
    std::string_view line = take_until(text, '\n');

    Request request;
    request.method = to_method(take_until(line, ' '));
    std::string_view target = take_until(line, ' ');
    request.path = take_until(target, '?');
    request.query = target;
    request.body = text;
    request.content_type = "application/json";
    request.host = "localhost";
    request.client = "127.0.0.1";
    request.local_peer = true;
    request.received = std::chrono::steady_clock::now();
    if (line == "key") {
        request.api_key = server.key();
        request.api_key_count = 1;
    } else if (line == "session") {
        request.cookie = server.cookie();
        request.origin = "http://localhost";
    }
    const bool says_key = fuzz::text_of(data, size).find(server.key()) != std::string_view::npos;
    const Reply reply = server.answer(std::move(request));
    check(reply);
    expect(says_key || reply.body.find(server.key()) == std::string::npos);
    return 0;
}

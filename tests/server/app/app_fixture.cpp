#include "server/app/app_fixture.h"

#include <utility>

#include "core/service/organization_service.h"
#include "core/service/session_service.h"
#include "core/service/user_service.h"
#include "support/sample_keyring.h"
#include "support/sample_keys.h"

namespace azen::test {

using server::Exchange;
using server::ExchangePtr;
using server::Method;
using server::Reply;
using server::Request;

namespace {

// Tests are about who gets in, not about how long it takes.
constexpr PasswordCost cheap{.log_n = 4, .block = 8, .parallel = 1};

}  // namespace

AppFixture::AppFixture(server::ApplicationOptions options)
    : sqlite{must(open_sqlite_store(directory / "azen.db"))},
      store{*sqlite},
      keyring{sample_keyring(random)},
      memories{keyring, random},
      search{*sqlite, memories, make_fts_index},
      accounts{keyring, server::Transport::plain, random},
      keys{*sqlite, random, clock},
      application{{.store = store,
                   .memories = memories,
                   .search = search,
                   .sessions = sessions,
                   .accounts = accounts,
                   .clock = clock},
                  std::move(options)}
{
    accounts.password_cost = cheap;
}

AppFixture::Issued AppFixture::issue(const NewKey& wanted)
{
    IssuedKey issued = must(keys.create(wanted));
    return {.key = issued.key, .secret = std::string{issued.secret.reveal()}};
}

ApiKey AppFixture::find_key(const std::string& id)
{
    return must(keys.find(id));
}

User AppFixture::add_user(const std::string& name, const std::string& organization, Role role)
{
    const auto transaction = must(sqlite->begin(Durability::power_loss));
    AccountRows& rows = transaction->accounts();
    User user = must(user_service::create(
        rows,
        name,
        user_service::Credentials{.email = name + "@example.org",
                                  .password_hash = password::hash("correct horse", cheap, random)},
        random,
        clock.now()));
    if (!organization.empty()) {
        if (!must(rows.find_organization(organization))) {
            must(organization_service::create(rows, {.name = organization}, random, clock.now()));
        }
        must(organization_service::appoint(
            *transaction,
            {.organization = organization, .user = user.id, .role = role},
            random,
            clock.now()));
    }
    must(transaction->commit());
    return user;
}

std::string AppFixture::sign_in(const std::string& user, const std::string& organization)
{
    const auto transaction = must(sqlite->begin(Durability::power_loss));
    const User found = must(user_service::find(transaction->accounts(), user));
    auto opened =
        must(session_service::open(*transaction, {.user_id = found.id}, random, clock.now()));
    if (!organization.empty()) {
        opened.session.organization_id =
            must(organization_service::find(transaction->accounts(), organization)).id;
        must(transaction->sessions().update(opened.session));
    }
    must(transaction->commit());
    const std::string line = accounts.cookies.remember(opened.token.reveal());
    const std::size_t start = std::string_view{"Set-Cookie: "}.size();
    return line.substr(start, line.find(';') - start);
}

const Reply& AppFixture::run(const ExchangePtr& exchange)
{
    application.tick({&exchange, 1});
    if (exchange->state == Exchange::State::deferred) {
        std::exchange(exchange->work, nullptr)();
        exchange->state = Exchange::State::waiting;
        application.tick({&exchange, 1});
    }
    return exchange->reply;
}

void AppFixture::run(const std::vector<ExchangePtr>& batch)
{
    application.tick(batch);
}

Reply AppFixture::ask(Request request)
{
    return run(make_exchange(std::move(request)));
}

ExchangePtr make_exchange(Request request)
{
    auto exchange = std::make_shared<Exchange>();
    exchange->request = std::move(request);
    return exchange;
}

Request make_request(Method method, std::string_view target, std::string_view secret)
{
    Request request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    request.query = target.substr(std::min(target.size(), request.path.size() + 1));
    request.api_key = secret;
    request.api_key_count = secret.empty() ? 0 : 1;
    request.received = std::chrono::steady_clock::now();
    return request;
}

Request make_post(std::string_view path, std::string_view body, std::string_view secret)
{
    Request request = make_request(Method::post, path, secret);
    request.content_type = "application/json";
    request.body = body;
    return request;
}

std::string create_memory(AppFixture& fixture, std::string_view secret, std::string_view text)
{
    const nlohmann::json body{{"text", text}};
    const Reply reply = fixture.ask(make_post("/api/v1/memory", body.dump(), secret));
    REQUIRE(reply.status == 201);
    return body_of(reply).at("memoryId");
}

std::optional<std::string> header(const Reply& reply, std::string_view name)
{
    const std::string lines = "\r\n" + reply.headers;
    const std::string start = "\r\n" + std::string{name} + ": ";
    const std::size_t at = lines.find(start);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t value = at + start.size();
    return lines.substr(value, lines.find("\r\n", value) - value);
}

nlohmann::ordered_json body_of(const Reply& reply)
{
    return nlohmann::ordered_json::parse(reply.body);
}

}  // namespace azen::test

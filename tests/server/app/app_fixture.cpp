#include "server/app/app_fixture.h"

#include <array>
#include <utility>

#include "support/sample_keys.h"

namespace azen::test {

using server::Exchange;
using server::ExchangePtr;
using server::Method;
using server::Reply;
using server::Request;

namespace {

MasterKey sample_master_key()
{
    std::array<std::byte, 32> bytes{};
    bytes.fill(std::byte{7});
    return MasterKey{bytes};
}

}  // namespace

AppFixture::AppFixture(server::ApplicationOptions options)
    : sqlite{must(open_sqlite_store(directory / "azen.db"))},
      store{*sqlite},
      cipher{sample_master_key(), random},
      memories{cipher, random},
      search{*sqlite, memories, make_fts_index},
      keys{*sqlite, random, clock},
      application{{.store = store,
                   .memories = memories,
                   .search = search,
                   .sessions = sessions,
                   .clock = clock},
                  std::move(options)}
{}

AppFixture::Issued AppFixture::issue(const NewKey& wanted)
{
    IssuedKey issued = must(keys.create(wanted));
    return {.key = issued.key, .secret = std::string{issued.secret.reveal()}};
}

ApiKey AppFixture::find_key(const std::string& id)
{
    return must(keys.find(id));
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

#include "server/edge/server_fixture.h"

#include <fmt/format.h>

#include <utility>

#include "support/sample_keys.h"

namespace azen::test {

using namespace std::chrono_literals;
using server::ServerOptions;

namespace {

constexpr auto patience = 10s;

ServerOptions logging_to(ServerOptions options, int descriptor)
{
    options.log_descriptor = descriptor;
    return options;
}

}  // namespace

ServerOptions local_options()
{
    ServerOptions options;
    options.listen = {.address = "127.0.0.1", .port = 0};
    options.access_log = false;
    return options;
}

ServerFixture::ServerFixture(ServerOptions options)
    : search_{*base.sqlite,
              base.memories,
              [this] {
                  gate_.wait();
                  return make_fts_index();
              }},
      application_{{.store = *base.sqlite,
                    .memories = base.memories,
                    .search = search_,
                    .sessions = base.sessions,
                    .accounts = base.accounts,
                    .clock = base.clock},
                   {}},
      server_{must(server::Server::create(logging_to(std::move(options), log_.descriptor()),
                                          application_,
                                          *base.sqlite,
                                          base.random))},
      run_{std::async(std::launch::async, [this] { return server_->run(); })}
{}

ServerFixture::~ServerFixture()
{
    let_searches_run();
    server_->stop();
    if (run_.valid()) {
        run_.wait();
    }
}

HttpConnection ServerFixture::connect() const
{
    return endpoint().is_unix ? HttpConnection::to_socket(endpoint().address)
                              : HttpConnection::to_port(endpoint().port);
}

std::string ServerFixture::issue_key()
{
    return base.issue({.name = "ci", .rate_limit = {.enabled = false}}).secret;
}

void ServerFixture::let_searches_run()
{
    if (!std::exchange(is_gate_open_, true)) {
        searches_may_run_.set_value();
    }
}

bool ServerFixture::has_stopped()
{
    return run_.wait_for(patience) == std::future_status::ready && run_.get().has_value();
}

bool eventually(const std::function<bool()>& condition)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

std::string get(std::string_view target, std::string_view request_id)
{
    return fmt::format(
        "GET {} HTTP/1.1\r\nHost: a\r\nX-Request-Id: {}\r\n\r\n", target, request_id);
}

std::string search_request(const std::string& key, std::string_view headers)
{
    return RequestText{.method = "POST",
                       .target = "/api/v1/memory/search",
                       .key = key,
                       .body = R"({"query":"anything"})",
                       .headers = std::string{headers}}
        .to_string();
}

}  // namespace azen::test

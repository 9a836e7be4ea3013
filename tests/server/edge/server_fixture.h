#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "server/app/app_fixture.h"
#include "server/edge/log_file.h"
#include "server/edge/server.h"
#include "support/http.h"

namespace azen::test {

/// Options for a server on any free port of this machine, which logs no requests.
server::ServerOptions local_options();

/// A Server over a real store, running in a thread of its own until it is destroyed or stopped.
/// Searches wait until let_searches_run().
class ServerFixture {
public:
    explicit ServerFixture(server::ServerOptions options = local_options());
    ~ServerFixture();
    ServerFixture(const ServerFixture&) = delete;
    ServerFixture& operator=(const ServerFixture&) = delete;

    HttpConnection connect() const;

    /// A key whose rate is not limited.
    std::string issue_key();

    void let_searches_run();

    /// Makes the server stop, without waiting for it.
    void stop() { server_->stop(); }

    /// Whether run() returns before the deadline of the tests, and with success.
    bool has_stopped();

    const server::Endpoint& endpoint() const { return server_->endpoint(); }
    Store& store() { return *base.sqlite; }
    server::Metrics& metrics() { return application_.metrics(); }
    std::vector<std::string> log_lines() const { return log_.lines(); }

    AppFixture base;

private:
    LogFile log_;
    std::promise<void> searches_may_run_;
    std::shared_future<void> gate_{searches_may_run_.get_future()};
    bool is_gate_open_ = false;
    MemorySearch search_;
    server::Application application_;
    std::unique_ptr<server::Server> server_;
    std::future<Result<void>> run_;
};

/// Whether `condition` comes true within ten seconds.
bool eventually(const std::function<bool()>& condition);

/// GET of `target` with a request id, without a key.
std::string get(std::string_view target, std::string_view request_id = "id");

/// POST of a search that a server with this fixture answers once searches run.
std::string search_request(const std::string& key, std::string_view headers = {});

}  // namespace azen::test

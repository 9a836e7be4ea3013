#include "server/edge/server.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <exception>
#include <system_error>
#include <thread>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/time_text.h"
#include "server/edge/descriptor_limit.h"
#include "server/edge/event_log.h"
#include "server/edge/io_loop.h"
#include "server/edge/listener.h"
#include "server/edge/service_manager.h"
#include "server/edge/tls_context.h"
#include "server/edge/worker_pool.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace azen::server {
namespace {

namespace asio = boost::asio;

// Enough that what one organization makes them do does not hold up the others: it waits in queues.
constexpr std::size_t worker_threads = 4;
constexpr std::chrono::seconds maintenance_interval{1};

// The thread that calls run() waits for signals and maintains the store; each loop has a thread of
// its own. So a signal is heard, and a second one obeyed, whatever the loops are doing.
class HttpServer final : public Server {
public:
    HttpServer(ServerOptions options,
               std::unique_ptr<TlsCredentials> tls,
               Application& application,
               Store& store,
               RandomSource& random)
        : options_{std::move(options)},
          tls_{std::move(tls)},
          application_{application},
          store_{store},
          random_{random}
    {}

    Result<void> open_log();
    void listen(Listeners listeners);
    const Endpoint& endpoint() const override { return endpoint_; }
    Result<void> run() override;
    void stop() override;

private:
    void wait_for_signals();
    void on_signal(int signal);
    void on_hangup();
    void reopen_log();
    void reload_tls();
    void tell_certificate();
    void begin_draining();
    void maintain_later();
    Result<void> start_loops(std::vector<std::jthread>& threads);
    void run_loop(IoLoop& loop);

    const ServerOptions options_;
    const RequestLimits request_limits_{.max_header_bytes = options_.limits.max_header_bytes,
                                        .max_body_bytes = options_.limits.max_body_bytes};
    const std::unique_ptr<TlsCredentials> tls_;  // nullptr: without TLS
    Application& application_;
    Store& store_;
    RandomSource& random_;

    const bool logs_to_terminal_ = ::isatty(options_.log_descriptor) == 1;
    LogStream log_stream_{options_.log_descriptor};
    EventLog events_{log_stream_};
    const ServiceManager manager_{options_.notify_socket};
    ConnectionBudget budget_{options_.limits.max_connections,
                             options_.limits.max_connections_per_address};
    WorkerPool workers_{worker_threads};
    Endpoint endpoint_;
    SocketFile socket_file_;
    std::vector<std::unique_ptr<IoLoop>> loops_;

    asio::io_context control_{1};
    asio::signal_set signals_{control_};
    asio::steady_timer maintenance_{control_};
    std::size_t running_ = 0;  // loops
    bool is_draining_ = false;
};

Result<void> HttpServer::open_log()
{
    return options_.log_file ? log_stream_.open(*options_.log_file) : Result<void>{};
}

// Signals count from here on: whoever is told the address may send one at once.
void HttpServer::listen(Listeners listeners)
{
    wait_for_signals();
    endpoint_ = std::move(listeners.endpoint);
    socket_file_ = std::move(listeners.file);
    const LoopServices services{.options = options_,
                                .request_limits = request_limits_,
                                .application = application_,
                                .random = random_,
                                .workers = workers_,
                                .log_stream = log_stream_,
                                .events = events_,
                                .budget = budget_,
                                .tls = tls_.get()};
    for (UniqueFd& socket : listeners.sockets) {
        loops_.push_back(std::make_unique<IoLoop>(services, std::move(socket)));
    }
}

// The order of the end matters: all use is recorded when the loops and the workers have ended, and
// only then can the store be settled. The socket's file goes last, when nobody can connect any
// more.
Result<void> HttpServer::run()
{
    std::ignore = std::signal(SIGPIPE, SIG_IGN);  // a client, or whoever reads our log, may leave
    std::ignore = std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is a full disk
    maintain_later();
    {
        std::vector<std::jthread> threads;
        TRY(start_loops(threads));
        events_.info("started",
                     {{"listen", endpoint_.to_string()},
                      {"ioThreads", loops_.size()},
                      {"maxConnections", options_.limits.max_connections}});
        tell_certificate();
        manager_.ready();
        control_.run();
    }
    workers_.join();
    const Result<void> settled = store_.settle();
    socket_file_ = SocketFile{};
    events_.info("stopped", nlohmann::json::object());
    return settled;
}

Result<void> HttpServer::start_loops(std::vector<std::jthread>& threads)
{
    try {
        for (const auto& loop : loops_) {
            threads.emplace_back([this, &loop] { run_loop(*loop); });
            ++running_;
        }
    } catch (const std::system_error& error) {
        begin_draining();
        return fail(ErrorKind::internal, fmt::format("cannot start a thread: {}", error.what()));
    }
    return {};
}

void HttpServer::run_loop(IoLoop& loop)
{
    loop.run();
    asio::post(control_, [this] {
        --running_;
        if (running_ == 0) {
            control_.stop();
        }
    });
}

// Posted: what draining touches belongs to the thread of run().
void HttpServer::stop()
{
    asio::post(control_, [this] { begin_draining(); });
}

void HttpServer::begin_draining()
{
    if (is_draining_) {
        return;
    }
    is_draining_ = true;
    manager_.stopping();
    events_.info("stopping", {{"openConnections", budget_.open()}});
    application_.begin_draining();
    for (const auto& loop : loops_) {
        loop->drain(options_.drain_timeout);
    }
}

void HttpServer::wait_for_signals()
{
    boost::system::error_code ignored;
    std::ignore = signals_.add(SIGINT, ignored);
    std::ignore = signals_.add(SIGTERM, ignored);
    std::ignore = signals_.add(SIGHUP, ignored);
    signals_.async_wait([this](boost::system::error_code error, int signal) {
        if (!error) {
            on_signal(signal);
        }
    });
}

void HttpServer::on_signal(int signal)
{
    if (signal == SIGHUP) {
        on_hangup();
    } else if (is_draining_) {
        // Whoever signals twice does not want to wait. The store survives it.
        ::_exit(128 + signal);
    } else {
        begin_draining();
    }
    wait_for_signals();
}

// A terminal that is closed sends it too, and its shell once more: nobody is there to read what the
// server says, nor to stop it.
void HttpServer::on_hangup()
{
    pollfd log{.fd = options_.log_descriptor, .events = 0, .revents = 0};
    if (logs_to_terminal_ && ::poll(&log, 1, 0) == 1 && (log.revents & POLLHUP) != 0) {
        begin_draining();
        return;
    }
    manager_.reloading();
    reopen_log();
    reload_tls();
    manager_.ready();
}

// Whoever moved the file away to keep it wants the next line in a new one.
void HttpServer::reopen_log()
{
    if (const Result<void> opened = open_log(); !opened) {
        events_.error("log_file_kept", {{"reason", opened.error().message}});
    }
}

void HttpServer::reload_tls()
{
    if (!tls_) {
        return;
    }
    if (const Result<void> reloaded = tls_->reload(); !reloaded) {
        events_.error("certificate_kept", {{"reason", reloaded.error().message}});
        return;
    }
    tell_certificate();
}

void HttpServer::tell_certificate()
{
    if (!tls_ || !options_.tls) {
        return;
    }
    const Timestamp expires_at = tls_->current()->expires_at();
    application_.metrics().set_certificate_expiry(to_epoch_ms(expires_at) / 1000);
    events_.info("certificate_loaded",
                 {{"file", options_.tls->certificate}, {"expires", format_timestamp(expires_at)}});
}

void HttpServer::maintain_later()
{
    maintenance_.expires_after(maintenance_interval);
    maintenance_.async_wait([this](boost::system::error_code error) {
        if (error) {
            return;
        }
        // Told and tried again: a full disk may have room in a second, and requests notice it too.
        const Result<void> maintained = store_.maintain();
        application_.set_maintained(maintained.has_value());
        if (!maintained) {
            events_.error("maintenance_failed", {{"reason", maintained.error().message}});
        }
        maintain_later();
    });
}

}  // namespace

Result<std::unique_ptr<Server>> Server::create(ServerOptions options,
                                               Application& application,
                                               Store& store,
                                               RandomSource& random)
{
    options.io_threads = std::max(options.io_threads, 1U);
    options.limits.max_connections =
        std::min(options.limits.max_connections, connections_within(raise_descriptor_limit()));
    std::unique_ptr<TlsCredentials> tls;
    if (options.tls) {
        tls = TRY(TlsCredentials::load(*options.tls));
    }
    Listeners listeners = TRY(listen_on(options.listen, options.io_threads));
    // Asio throws when there are no descriptors left for its own.
    try {
        auto server = std::make_unique<HttpServer>(
            std::move(options), std::move(tls), application, store, random);
        TRY(server->open_log());
        server->listen(std::move(listeners));
        return server;
    } catch (const std::exception& error) {
        return fail(ErrorKind::internal, fmt::format("cannot start the server: {}", error.what()));
    }
}

}  // namespace azen::server

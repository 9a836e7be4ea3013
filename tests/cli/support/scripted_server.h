#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "core/base/guarded.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace azen::test {

/// What the server does with a connection once it has read its request.
struct Answer {
    enum class Act {
        reply,  // sends `status`, `headers` and `body`
        hang_up,
        stall,  // says nothing until the server is destroyed
    };
    int status = 200;
    std::string body = "{}";
    std::string headers;  // further lines, each ending in CRLF
    Act act = Act::reply;
};

/// One request as it was sent, or what came of it before the client went away.
std::string read_request(boost::asio::ip::tcp::socket& socket);

/// An HTTP server on a free loopback port that answers each request with the next line of a script,
/// and the last line again when the script is over. Remembers what it was sent.
class ScriptedServer {
public:
    explicit ScriptedServer(std::vector<Answer> script);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::string url() const;

    /// The requests so far, head and body as sent.
    std::vector<std::string> requests();

private:
    using Socket = boost::asio::ip::tcp::socket;

    void serve();
    void answer(Socket& socket, const Answer& answer);
    Answer next_answer();

    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::vector<Answer> script_;
    Guarded<std::vector<std::string>> requests_;
    std::deque<Socket> stalled_;
    std::jthread thread_;
};

}  // namespace azen::test

#include "cli/support/scripted_server.h"

#include <fmt/core.h>
#include <sys/socket.h>

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace azen::test {
namespace {

using boost::asio::ip::tcp;

std::size_t content_length(const std::string& head)
{
    const std::string name = "Content-Length: ";
    const std::size_t found = head.find(name);
    return found == std::string::npos ? 0 : std::stoul(head.substr(found + name.size()));
}

}  // namespace

std::string read_request(tcp::socket& socket)
{
    std::string text;
    boost::system::error_code error;
    const std::size_t head_size =
        boost::asio::read_until(socket, boost::asio::dynamic_buffer(text), "\r\n\r\n", error);
    const std::size_t whole = head_size + content_length(text);
    if (!error && text.size() < whole) {
        const std::size_t missing = whole - text.size();
        boost::asio::read(socket,
                          boost::asio::dynamic_buffer(text),
                          boost::asio::transfer_exactly(missing),
                          error);
    }
    return text;
}

ScriptedServer::ScriptedServer(std::vector<Answer> script)
    : acceptor_{io_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}},
      script_{std::move(script)},
      thread_{[this] {
          serve();
      }}
{}

ScriptedServer::~ScriptedServer()
{
    // Wakes the accept() that the thread sits in; closing the descriptor would not.
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
}

std::string ScriptedServer::url() const
{
    return fmt::format("http://127.0.0.1:{}", acceptor_.local_endpoint().port());
}

std::vector<std::string> ScriptedServer::requests()
{
    return *requests_.lock();
}

void ScriptedServer::serve()
{
    for (;;) {
        tcp::socket socket{io_};
        boost::system::error_code error;
        acceptor_.accept(socket, error);
        if (error) {
            return;
        }
        requests_.lock()->push_back(read_request(socket));
        const Answer planned = next_answer();
        if (planned.act == Answer::Act::stall) {
            stalled_.push_back(std::move(socket));
        } else if (planned.act == Answer::Act::reply) {
            answer(socket, planned);
        }
    }
}

void ScriptedServer::answer(Socket& socket, const Answer& answer)
{
    const std::string text =
        fmt::format("HTTP/1.1 {} Status\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}",
                    answer.status,
                    answer.body.size(),
                    answer.headers,
                    answer.body);
    boost::system::error_code ignored;  // a client that has gone is the test's to notice
    boost::asio::write(socket, boost::asio::buffer(text), ignored);
}

Answer ScriptedServer::next_answer()
{
    const std::size_t served = requests_.lock()->size();
    return script_.at(std::min(served, script_.size()) - 1);
}

}  // namespace azen::test

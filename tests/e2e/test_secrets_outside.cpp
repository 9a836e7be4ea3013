/// What the system shows of a process: it holds no secret, and leaves no core.

#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <sstream>
#include <string>

#include <doctest/doctest.h>

#include "core/base/unique_fd.h"
#include "support/content.h"

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// While it lives, programs are started with leave to write as large a core as the system grants.
class CoresAllowed {
public:
    CoresAllowed()
    {
        ::getrlimit(RLIMIT_CORE, &before_);
        const rlimit most{.rlim_cur = before_.rlim_max, .rlim_max = before_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_CORE, &most) == 0);
    }
    ~CoresAllowed() { ::setrlimit(RLIMIT_CORE, &before_); }
    CoresAllowed(const CoresAllowed&) = delete;
    CoresAllowed& operator=(const CoresAllowed&) = delete;

    /// Whether the system grants any.
    bool any() const { return before_.rlim_max > 0; }

private:
    rlimit before_{};
};

/// Takes one connection and never says anything on it.
class SilentServer {
public:
    SilentServer()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(::bind(socket_.get(), any, length) == 0);
        REQUIRE(::listen(socket_.get(), 1) == 0);
        REQUIRE(::getsockname(socket_.get(), any, &length) == 0);
        url_ = "http://127.0.0.1:" + std::to_string(::ntohs(address.sin_port));
    }

    const std::string& url() const { return url_; }

    /// Waits for somebody who asks, until all of the request's head is there.
    void receive()
    {
        client_ = UniqueFd{::accept(socket_.get(), nullptr, nullptr)};
        std::string head;
        while (head.find("\r\n\r\n") == std::string::npos) {
            std::array<char, 4'096> bytes{};
            const ssize_t count = ::recv(client_.get(), bytes.data(), bytes.size(), 0);
            REQUIRE(count > 0);
            head.append(bytes.data(), static_cast<std::size_t>(count));
        }
    }

private:
    UniqueFd socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    UniqueFd client_;
    std::string url_;
};

/// Nothing that others on the machine are shown of a process holds a secret, and it leaves no core.
void check_outside(Installation& machine, pid_t process)
{
    const std::string directory = "/proc/" + std::to_string(process);
    const std::string limits = content_of(directory + "/limits");
    const std::string words = content_of(directory + "/cmdline");
    const std::string environment = content_of(directory + "/environ");

    const std::size_t core = limits.find("Max core file size ");
    REQUIRE(core != std::string::npos);
    std::istringstream line{limits.substr(core + 19)};
    std::string soft;
    std::string hard;
    line >> soft >> hard;
    CHECK(soft == "0");
    CHECK(hard == "0");
    CHECK(words.find("azen") != std::string::npos);
    CHECK(machine.watch().kinds_in(words).empty());
    // Who may not look is not shown anything at all.
    CHECK((environment.find("HOME=") != std::string::npos || ::geteuid() != 0));
    CHECK(machine.watch().kinds_in(environment).empty());
}

}  // namespace

TEST_SUITE_BEGIN("secrets");

TEST_CASE("a server keeps its master key out of its environment, and leaves no core")
{
    Installation machine;
    const CoresAllowed cores;
    if (!cores.any()) {
        MESSAGE("the system grants no core to begin with");
    }
    const RunningServer server{
        machine,
        {},
        {.environment = {"LD_PRELOAD=", "AZEN_MASTER_KEY=" + std::string(64, 'd')}, .input = {}}};

    check_outside(machine, server.pid());
}

TEST_CASE("so does a command with its key, while it waits for a server")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});
    SilentServer server;
    const CoresAllowed cores;
    const Process command =
        machine.start({AZEN_BINARY, "memory", "list"},
                      {.environment = {"AZEN_API_KEY=" + key,
                                       "AZEN_MASTER_KEY=" + std::string(64, 'd'),
                                       "AZEN_BASE_URL=" + server.url()},
                       .input = {}});

    server.receive();

    check_outside(machine, command.pid());
}

TEST_CASE("what a command starts is told no secret but the one that it is to take")
{
    Installation machine;
    const std::string key = machine.create_key({"test"});

    const Outcome outcome = machine.azen(
        {"keys", "rotate", "test", "--deliver", "cat > /dev/null; env >&2"},
        {.environment = {"AZEN_API_KEY=" + key, "AZEN_MASTER_KEY=" + std::string(64, 'd')},
         .input = {}});

    CHECK(outcome.status == 0);
    CHECK(outcome.err.find("AZEN_KEY_NAME=test") != std::string::npos);
    CHECK(outcome.err.find("AZEN_MASTER_KEY") == std::string::npos);
    CHECK(outcome.err.find("AZEN_API_KEY=") == std::string::npos);
}

TEST_SUITE_END();

}  // namespace azen::test

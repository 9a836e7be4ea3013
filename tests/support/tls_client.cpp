#include "support/tls_client.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

namespace azen::test {
namespace {

constexpr timeval patience{.tv_sec = 10, .tv_usec = 0};
constexpr std::size_t chunk_size = 16'384;

int connect_to(std::uint16_t port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return socket;
}

}  // namespace

struct TlsConnection::State {
    explicit State(std::uint16_t port) : socket{connect_to(port)}
    {
        ::SSL_set_fd(ssl, socket);
        ::SSL_connect(ssl);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State()
    {
        ::SSL_free(ssl);
        ::SSL_CTX_free(context);
        ::close(socket);
    }

    int socket;
    SSL_CTX* context = ::SSL_CTX_new(::TLS_client_method());
    SSL* ssl = ::SSL_new(context);
};

TlsConnection::TlsConnection(std::uint16_t port) : state_{std::make_unique<State>(port)} {}
TlsConnection::~TlsConnection() = default;
TlsConnection::TlsConnection(TlsConnection&& other) noexcept = default;

bool TlsConnection::is_established() const
{
    return ::SSL_is_init_finished(state_->ssl) == 1;
}

bool TlsConnection::send(std::string_view bytes)
{
    return ::SSL_write(state_->ssl, bytes.data(), static_cast<int>(bytes.size())) > 0;
}

void TlsConnection::finish_sending()
{
    ::SSL_shutdown(state_->ssl);
}

bool TlsConnection::fill()
{
    std::array<char, chunk_size> chunk{};
    const int count = ::SSL_read(state_->ssl, chunk.data(), chunk.size());
    if (count > 0) {
        received_.append(chunk.data(), static_cast<std::size_t>(count));
    }
    return count > 0;
}

std::optional<HttpResponse> TlsConnection::receive()
{
    for (;;) {
        if (auto response = take_response(received_)) {
            return response;
        }
        if (!fill()) {
            return std::nullopt;
        }
    }
}

bool TlsConnection::finished_by_server()
{
    while (fill()) {
    }
    return (::SSL_get_shutdown(state_->ssl) & SSL_RECEIVED_SHUTDOWN) != 0;
}

}  // namespace azen::test

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "support/http.h"

namespace azen::test {

/// HttpConnection through TLS, to a server on this machine whose certificate nobody checks. Reads
/// give up after ten seconds. One per thread.
class TlsConnection {
public:
    explicit TlsConnection(std::uint16_t port);
    ~TlsConnection();
    TlsConnection(TlsConnection&& other) noexcept;
    TlsConnection& operator=(TlsConnection&&) = delete;

    /// Whether hands were shaken.
    bool is_established() const;

    /// Whether all of it went out, in one record for each 16 KiB begun.
    bool send(std::string_view bytes);

    /// Says, by TLS alone, that no more will be sent; answers can still be received.
    void finish_sending();

    std::optional<HttpResponse> receive();

    /// Whether the server has said, after whatever else it sent, that nothing follows.
    bool finished_by_server();

private:
    struct State;
    bool fill();

    std::unique_ptr<State> state_;
    std::string received_;
};

}  // namespace azen::test

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/base_url.h"
#include "cli/retry_policy.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/key/key_secret.h"

namespace azen::cli {

/// The methods of the memory API.
enum class HttpMethod { get, post, del };

/// One request, before base URL, key and the headers of every request are added.
struct HttpRequest {
    HttpMethod method = HttpMethod::get;
    std::string path;  // with its query, appended to the base URL: "/api/v1/memory?page=2"
    std::string body;  // JSON; empty: none
    Resend resend = Resend::no;
};

/// Any complete answer, whatever its status.
struct HttpResponse {
    int status = 0;
    std::string body;
    std::string request_id;  // the server's X-Request-Id, else the one that was sent
    std::optional<milliseconds> retry_after{};
    std::string rate_limit{};         // the fields RateLimit and RateLimit-Policy as they came
    std::string rate_limit_policy{};  // (several lines of one are joined by commas)
};

/// How to speak to the server.
struct HttpClientOptions {
    BaseUrl base_url;
    std::optional<Secret> key;      // sent as azen-api-key
    std::optional<Secret> session;  // sent as Cookie, with the server's own Origin
    /// A PEM file of the only certificate authorities to trust; nullopt: the system's.
    std::optional<std::string> authorities;
    milliseconds connect_timeout{10'000};
    milliseconds total_timeout{30'000};  // of one try
    std::size_t max_body_bytes = std::size_t{64} * 1024 * 1024;
    RetryPolicy retries;
};

/// Speaks HTTP to one server. TLS certificates are always verified, redirects never followed (they
/// would take the key elsewhere), and proxies used for https:// only. One per thread.
class HttpClient {
public:
    /// `random` and `pause` (which waits between tries) outlive the client.
    static Result<std::unique_ptr<HttpClient>> create(HttpClientOptions options,
                                                      RandomSource& random,
                                                      std::function<void(milliseconds)> pause);
    // Virtual, so that what is built on it can be tested without a network.
    virtual ~HttpClient() = default;

    /// Sends, and sends again as the policy says. ErrorKind::unreachable when no answer came.
    virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

}  // namespace azen::cli

#include "cli/http_client.h"

#include <fmt/core.h>

#include <array>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "cli/curl_library.h"
#include "cli/version.h"
#include "core/base/crypto.h"
#include "core/base/uuid.h"

namespace azen::cli {
namespace {

using EasyHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
/// Header fields may hold a key or a cookie.
struct WipingDeleter {
    decltype(&curl_slist_free_all) free_all;

    void operator()(curl_slist* list) const
    {
        for (const curl_slist* node = list; node != nullptr; node = node->next) {
            wipe(std::as_writable_bytes(std::span{node->data, std::strlen(node->data)}));
        }
        free_all(list);
    }
};
using HeaderList = std::unique_ptr<curl_slist, WipingDeleter>;

// What the body callback writes to.
struct BodySink {
    std::string body;
    std::size_t max_bytes = 0;
};

std::size_t append_body(char* data, std::size_t size, std::size_t count, void* sink_pointer)
{
    auto& sink = *static_cast<BodySink*>(sink_pointer);
    const std::size_t bytes = size * count;
    // A server that never ends must not fill the memory.
    if (sink.body.size() + bytes > sink.max_bytes) {
        return 0;  // makes curl give up with CURLE_WRITE_ERROR
    }
    sink.body.append(data, bytes);
    return bytes;
}

// Failures after which the server may just as well be there in a moment. A time-out is none: it has
// cost the user enough already.
bool is_connection_failure(CURLcode code)
{
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_GOT_NOTHING:
        case CURLE_SEND_ERROR:
        case CURLE_RECV_ERROR:
        case CURLE_PARTIAL_FILE:
        case CURLE_SSL_CONNECT_ERROR: return true;
        default: return false;
    }
}

// One next step for each way to fail; the cause itself is curl's to word.
std::string_view hint_for(CURLcode code)
{
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return "try again, or allow more time with --timeout";
        case CURLE_PEER_FAILED_VERIFICATION:
            return "check the server's certificate and the name in AZEN_BASE_URL; a certificate "
                   "authority of your own is named by SSL_CERT_FILE";
        case CURLE_SSL_CACERT_BADFILE: return "check that SSL_CERT_FILE names a PEM file";
        default: return "check AZEN_BASE_URL, and that the server runs; `azen status` looks";
    }
}

class CurlHttpClient final : public HttpClient {
public:
    CurlHttpClient(CurlLibrary curl,
                   HttpClientOptions options,
                   RandomSource& random,
                   std::function<void(milliseconds)> pause)
        : curl_{curl},
          options_{std::move(options)},
          random_{random},
          pause_{std::move(pause)},
          handle_{curl_.easy_init(), curl_.easy_cleanup}
    {}

    bool is_usable() const { return handle_ != nullptr; }

    Result<HttpResponse> send(const HttpRequest& request) override
    {
        // One id for all tries: in the server's log they are one request.
        const std::string request_id = make_uuid(random_);
        for (int tries_done = 1;; ++tries_done) {
            TryOutcome outcome;
            Result<HttpResponse> response = try_once(request, request_id, outcome);
            const std::optional<milliseconds> wait =
                request.resend == Resend::yes
                    ? wait_before_retry(options_.retries, outcome, tries_done, random_)
                    : std::nullopt;
            if (!wait) {
                return response;
            }
            pause_(*wait);
        }
    }

private:
    // Everything is set anew for each try: nothing of the one before can leak into it.
    Result<HttpResponse> try_once(const HttpRequest& request,
                                  const std::string& request_id,
                                  TryOutcome& outcome)
    {
        curl_.easy_reset(handle_.get());
        BodySink sink{.body = {}, .max_bytes = options_.max_body_bytes};
        std::array<char, CURL_ERROR_SIZE> reason{};
        const std::string url = options_.base_url.url + request.path;
        const HeaderList headers = make_headers(request, request_id);
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_HTTPHEADER, headers.get());
        set(CURLOPT_ERRORBUFFER, reason.data());
        set(CURLOPT_WRITEFUNCTION, &append_body);
        set(CURLOPT_WRITEDATA, &sink);
        set_method(request);
        set_connection();
        const CURLcode code = curl_.easy_perform(handle_.get());
        if (code != CURLE_OK) {
            outcome.connection_lost = is_connection_failure(code);
            return no_answer(code, reason.data());
        }
        HttpResponse response = read_response(request_id);
        response.body = std::move(sink.body);
        outcome.status = response.status;
        outcome.retry_after = response.retry_after;
        return response;
    }

    template <typename Value>
    void set(CURLoption option, Value value)
    {
        curl_.easy_setopt(handle_.get(), option, value);
    }

    // GET is curl's default. A POST keeps its body where it is: it outlives the try.
    void set_method(const HttpRequest& request)
    {
        if (request.method == HttpMethod::del) {
            set(CURLOPT_CUSTOMREQUEST, "DELETE");
        }
        if (request.method == HttpMethod::post) {
            set(CURLOPT_POST, 1L);
            set(CURLOPT_POSTFIELDS, request.body.c_str());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        }
    }

    // Only the two schemes, whatever else this libcurl was built with.
    void set_connection()
    {
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
        if (!options_.base_url.encrypted) {
            // http_proxy in the environment would see the key; a tunnel through https_proxy does
            // not.
            set(CURLOPT_PROXY, "");
        }
        if (!options_.base_url.unix_socket.empty()) {
            set(CURLOPT_UNIX_SOCKET_PATH, options_.base_url.unix_socket.c_str());
        }
        if (options_.authorities) {
            // The system's have a file and a directory: one left over would be trusted as well.
            set(CURLOPT_CAINFO, options_.authorities->c_str());
            set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
        }
    }

    // "Expect: 100-continue" is left to curl, which asks for it only where a body is large.
    HeaderList make_headers(const HttpRequest& request, const std::string& request_id) const
    {
        HeaderList list{nullptr, {curl_.slist_free_all}};
        const auto append = [this, &list](std::string line) {
            list.reset(curl_.slist_append(list.release(), line.c_str()));
            wipe(line);
        };
        append("Accept: application/json");
        append(fmt::format("User-Agent: azen/{}", version()));
        append("X-Request-Id: " + request_id);
        if (!request.body.empty()) {
            append("Content-Type: application/json");
        }
        if (options_.key) {
            append(fmt::format("azen-api-key: {}", options_.key->reveal()));
        }
        if (options_.session) {
            append(fmt::format("Cookie: {}", options_.session->reveal()));
            append("Origin: " + options_.base_url.origin());
        }
        return list;
    }

    // curl reads both forms of Retry-After, seconds and dates.
    HttpResponse read_response(const std::string& request_id)
    {
        long status = 0;
        curl_off_t retry_after_seconds = 0;
        curl_.easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_.easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &retry_after_seconds);
        HttpResponse response{
            .status = static_cast<int>(status), .body = {}, .request_id = request_id};
        if (retry_after_seconds > 0) {
            response.retry_after = std::chrono::seconds{retry_after_seconds};
        }
        if (std::string id = read_field("X-Request-Id"); !id.empty()) {
            response.request_id = std::move(id);
        }
        response.rate_limit = read_field("RateLimit");
        response.rate_limit_policy = read_field("RateLimit-Policy");
        return response;
    }

    // RFC 9110: a field that comes in several lines is one list.
    std::string read_field(const char* name)
    {
        std::string value;
        curl_header* header = nullptr;
        for (std::size_t index = 0;
             curl_.easy_header(handle_.get(), name, index, CURLH_HEADER, -1, &header) == CURLHE_OK;
             ++index) {
            value += (index == 0 ? "" : ", ") + std::string{header->value};
        }
        return value;
    }

    // curl's own words when it has some: they name host and port.
    tl::unexpected<Error> no_answer(CURLcode code, const char* reason) const
    {
        if (code == CURLE_WRITE_ERROR) {
            return fail(ErrorKind::internal, "the server's answer is longer than azen reads");
        }
        const std::string_view cause = *reason == '\0' ? curl_.easy_strerror(code) : reason;
        return fail(ErrorKind::unreachable,
                    fmt::format("no answer from {}: {}", options_.base_url.to_string(), cause),
                    std::string{hint_for(code)});
    }

    CurlLibrary curl_;
    HttpClientOptions options_;
    RandomSource& random_;
    std::function<void(milliseconds)> pause_;
    EasyHandle handle_;
};

}  // namespace

Result<std::unique_ptr<HttpClient>> HttpClient::create(HttpClientOptions options,
                                                       RandomSource& random,
                                                       std::function<void(milliseconds)> pause)
{
    const CurlLibrary curl = TRY(CurlLibrary::load());
    auto client =
        std::make_unique<CurlHttpClient>(curl, std::move(options), random, std::move(pause));
    if (!client->is_usable()) {
        return fail(ErrorKind::internal, "libcurl gives no handle");
    }
    return std::unique_ptr<HttpClient>{std::move(client)};
}

}  // namespace azen::cli

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/http_client.h"
#include "core/base/result.h"

namespace azen::cli {

/// The memory API of a server, as functions. Answers keep the wire's JSON where commands only pass
/// it on. Every failure is as HttpClient and api_error() say; an answer that is not of the agreed
/// shape is ErrorKind::internal. One per thread.
class MemoryApi {
public:
    /// What to remember.
    struct NewMemory {
        std::string text;                      // UTF-8, at least 1 character
        std::optional<std::string> dedup_key;  // makes it safe to send twice
        std::string metadata = "null";         // JSON text of an object, or "null"
    };

    /// What became of it. A duplicate is the memory that was there before.
    struct Created {
        std::string id;
        std::optional<std::string> created_at;  // nullopt when it was there already
        bool duplicated = false;
    };

    /// A memory as the server tells of it. All of it is foreign text: never print it unfiltered.
    struct Memory {
        std::string id;
        std::string content;
        std::string metadata = "null";  // JSON text
        std::string created_at;
        bool embedded = false;
    };

    /// A page of a list; the counts are zero when the server does not tell them.
    struct Page {
        std::vector<Memory> memories;
        std::int64_t page = 1;
        std::int64_t per = 0;
        std::int64_t total_pages = 0;
        std::int64_t total_count = 0;
    };

    /// A piece of a memory that answers a query.
    struct Match {
        std::string id;  // "<memory id>::<chunk>"
        double score = 0;
    };

    /// The answer to a search: each memory once, each match that led to it.
    struct Found {
        std::vector<Memory> memories;  // best first
        std::vector<Match> raw_matches;
    };

    /// Speaks through `http`, which carries base URL and key.
    explicit MemoryApi(std::unique_ptr<HttpClient> http) : http_{std::move(http)} {}

    /// Sent again after a passing failure only when there is a dedup key.
    Result<Created> add(const NewMemory& memory);

    /// Precondition for both: at least 1; the server bends what is too large.
    Result<Page> list(std::int64_t page, std::int64_t per);

    /// ErrorKind::not_found when the organization has none of that id.
    Result<Memory> find(std::string_view id);

    /// No match is an empty answer, not an error.
    Result<Found> search(std::string_view query, std::int64_t top_k);

    /// ErrorKind::not_found when there is nothing to delete (any more).
    Result<void> remove(std::string_view id);

    /// The body of GET /api/v1/usage, for one key when `key_id` is there.
    Result<nlohmann::ordered_json> usage(const std::optional<std::string>& key_id);

    /// What add() and remove() send, and how the former's answer reads, for who sends many.
    static HttpRequest creation_request(const NewMemory& memory);
    static HttpRequest deletion_request(std::string_view id);
    static Result<Created> read_created(const HttpResponse& response);

private:
    // The parsed body of a successful answer; every other one is an error.
    Result<nlohmann::ordered_json> call(const HttpRequest& request);

    std::unique_ptr<HttpClient> http_;
};

}  // namespace azen::cli

#include <set>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "server/http/error_table.h"

namespace azen::server {

namespace {

constexpr int error_count = static_cast<int>(ApiError::unsupported_version) + 1;

}  // namespace

TEST_CASE("an error's body is the contract's, byte for byte")
{
    CHECK(error_body(ApiError::no_api_key) ==
          R"({"status":"unauthorized","message":"no api key","code":401})");
    CHECK(error_body(ApiError::invalid_api_key) ==
          R"({"status":"forbidden","message":"Invalid API key","code":403})");
    CHECK(error_body(ApiError::no_organization) ==
          R"({"status":"forbidden","message":"Unauthorized","code":403})");
    CHECK(
        error_body(ApiError::rate_limited) ==
        R"({"status":"rate_limited","message":"Rate limit exceeded for this API key","code":429})");
    CHECK(error_body(ApiError::invalid_json) ==
          R"({"status":"invalid_request","message":"Request body must be valid JSON","code":400})");
    CHECK(error_body(ApiError::invalid_body) ==
          R"({"status":"invalid_request","message":"Invalid request body","code":400})");
    CHECK(error_body(ApiError::invalid_memory_id) ==
          R"({"status":"invalid_request","message":"Invalid memory Id","code":400})");
    CHECK(error_body(ApiError::memory_not_found) ==
          R"({"status":"not_found","message":"Memory not found or already deleted","code":404})");
    CHECK(error_body(ApiError::not_found) ==
          R"({"status":"not_found","message":"Not found","code":404})");
    CHECK(error_body(ApiError::method_not_allowed) ==
          R"({"status":"invalid_request","message":"Method not allowed","code":405})");
}

TEST_CASE("every error has a status that goes with its code")
{
    for (int i = 0; i < error_count; ++i) {
        const ErrorRow& row = error_row(static_cast<ApiError>(i));
        CAPTURE(row.message);

        switch (row.code) {
            case 401: CHECK(row.status == "unauthorized"); break;
            case 403: CHECK(row.status == "forbidden"); break;
            case 404: CHECK(row.status == "not_found"); break;
            case 429: CHECK(row.status == "rate_limited"); break;
            case 500:
            case 503: CHECK(row.status == "internal_server_error"); break;
            default: CHECK(row.status == "invalid_request"); break;
        }
    }
}

TEST_CASE("every error's body is JSON that repeats its row")
{
    for (int i = 0; i < error_count; ++i) {
        const auto error = static_cast<ApiError>(i);
        const auto body = nlohmann::json::parse(error_body(error), nullptr, false);

        CHECK(body.size() == 3);
        CHECK(body["status"] == error_row(error).status);
        CHECK(body["message"] == error_row(error).message);
        CHECK(body["code"] == error_row(error).code);
    }
}

TEST_CASE("codes are those that the enumeration promises")
{
    std::multiset<int> codes;
    for (int i = 0; i < error_count; ++i) {
        codes.insert(error_row(static_cast<ApiError>(i)).code);
    }

    CHECK(codes == std::multiset<int>{400, 400, 400, 400, 401, 403, 403, 404, 404, 405, 408,
                                      413, 414, 415, 417, 429, 431, 500, 501, 503, 505});
}

}  // namespace azen::server

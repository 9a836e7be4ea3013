#include <doctest/doctest.h>

#include "server/app/replies.h"

namespace azen::server {

TEST_CASE("an error's reply is its row of the table")
{
    const Reply reply = error_reply(ApiError::memory_not_found);

    CHECK(reply.status == 404);
    CHECK(reply.content_type == "application/json");
    CHECK(reply.body == error_body(ApiError::memory_not_found));
    CHECK(reply.headers.empty());
}

TEST_CASE("a 401 names its scheme")
{
    CHECK(error_reply(ApiError::no_api_key).headers ==
          "WWW-Authenticate: ApiKey realm=\"azen\", header=\"azen-api-key\"\r\n");
}

TEST_CASE("a failing store is unavailable, any other failure inside is a defect")
{
    CHECK(api_error_of(ErrorKind::store) == ApiError::unavailable);
    CHECK(api_error_of(ErrorKind::unreachable) == ApiError::unavailable);
    CHECK(api_error_of(ErrorKind::internal) == ApiError::internal);
    CHECK(api_error_of(ErrorKind::invalid) == ApiError::internal);
    CHECK(api_error_of(ErrorKind::conflict) == ApiError::internal);
}

}  // namespace azen::server

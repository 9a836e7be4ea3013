#include <chrono>

#include <doctest/doctest.h>

#include "cli/api_error.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

Error error_of(int status, const std::string& body = "")
{
    return api_error({.status = status, .body = body, .request_id = "the-request"});
}

}  // namespace

TEST_CASE("each status means what the user can do about it")
{
    CHECK(error_of(302).kind == ErrorKind::invalid);
    CHECK(error_of(400).kind == ErrorKind::invalid);
    CHECK(error_of(401).kind == ErrorKind::refused);
    CHECK(error_of(403).kind == ErrorKind::refused);
    CHECK(error_of(404).kind == ErrorKind::not_found);
    CHECK(error_of(405).kind == ErrorKind::internal);
    CHECK(error_of(409).kind == ErrorKind::conflict);
    CHECK(error_of(413).kind == ErrorKind::invalid);
    CHECK(error_of(415).kind == ErrorKind::internal);
    CHECK(error_of(429).kind == ErrorKind::rate_limited);
    CHECK(error_of(500).kind == ErrorKind::internal);
    CHECK(error_of(503).kind == ErrorKind::internal);
    CHECK(error_of(418).kind == ErrorKind::internal);
}

TEST_CASE("the message quotes the server's, the status and the request's id")
{
    const Error error =
        error_of(403, R"({"status":"forbidden","message":"Invalid API key","code":403})");

    CHECK(contains(error.message, "Invalid API key"));
    CHECK(contains(error.message, "HTTP 403"));
    CHECK(contains(error.message, "the-request"));
    CHECK_FALSE(error.hint.empty());
}

TEST_CASE("a body that is no error of the API's is not quoted")
{
    CHECK_FALSE(contains(error_of(502, "<html>Bad Gateway</html>").message, "html"));
    CHECK_FALSE(contains(error_of(500, R"({"message":7})").message, "7"));
}

TEST_CASE("a message without end is cut")
{
    const Error error = error_of(500, R"({"message":")" + std::string(5'000, 'x') + "\"}");

    CHECK(error.message.size() < 400);
}

TEST_CASE("a rate limit says when the next request passes, if the server did")
{
    const Error told = api_error(
        {.status = 429, .body = "", .request_id = "r", .retry_after = std::chrono::seconds{90}});

    CHECK(contains(told.hint, "1m30s"));
    CHECK_FALSE(error_of(429).hint.empty());
}

}  // namespace azen::cli

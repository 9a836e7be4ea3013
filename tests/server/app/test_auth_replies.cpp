#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/auth_replies.h"

namespace azen::server {

namespace {

using test::body_of;

Request with_body(std::string body, std::string content_type = "application/json")
{
    Request request;
    request.body = std::move(body);
    request.content_type = std::move(content_type);
    return request;
}

std::string message_for(const Request& request)
{
    const auto body = read_auth_body(request);
    return body ? "" : std::string{body_of(body.error()).at("message")};
}

}  // namespace

TEST_CASE("a body is a JSON object")
{
    CHECK(read_auth_body(with_body(R"({"a":1})"))->at("a") == 1);
    CHECK(message_for(with_body("{nope")) == "Invalid JSON in request body");
    CHECK(message_for(with_body("")) ==
          "[body] Invalid input: expected object, received undefined");
    CHECK(message_for(with_body("[]")) == "[body] Invalid input: expected object, received array");
    CHECK(message_for(with_body(" \"x\"")) ==
          "[body] Invalid input: expected object, received string");
    CHECK(message_for(with_body("5")) == "[body] Invalid input: expected object, received number");
}

TEST_CASE("what a form could send is no JSON")
{
    CHECK(read_auth_body(with_body("{}", "text/plain")).error().status == 415);
    CHECK(read_auth_body(with_body("{}", "application/x-www-form-urlencoded")).error().status ==
          415);
    CHECK(read_auth_body(with_body("{}", "")).error().status == 400);
}

TEST_CASE("a failure tells what was wrong with the input, and stays a failure otherwise")
{
    const auto invalid = auth_failure_reply({.kind = ErrorKind::invalid, .message = "too long"});
    const auto failed = auth_failure_reply({.kind = ErrorKind::store, .message = "the inside"});

    REQUIRE(invalid.has_value());
    CHECK(invalid->status == 400);
    CHECK(body_of(*invalid).at("message") == "too long");
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().message == "the inside");
}

TEST_CASE("users are told without anything of their password")
{
    const auto user = wire_user({.id = "1", .name = "ann", .password_hash = "scrypt$secret"});

    CHECK(user.dump().find("scrypt") == std::string::npos);
    CHECK(user.at("email").is_null());
}

}  // namespace azen::server

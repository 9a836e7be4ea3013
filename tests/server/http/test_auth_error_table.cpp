#include <set>

#include <doctest/doctest.h>

#include "server/http/auth_error_table.h"

namespace azen::server {

TEST_CASE("each error has a status, a code of its own, and a message")
{
    std::set<std::string_view> codes;
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(AuthError::unavailable); ++i) {
        const AuthErrorRow& row = auth_error_row(static_cast<AuthError>(i));
        CAPTURE(row.code);
        CHECK(row.status >= 400);
        CHECK(codes.insert(row.code).second);
        CHECK_FALSE(row.message.empty());
    }
}

TEST_CASE("a body is the message, then the code")
{
    CHECK(auth_error_body(AuthError::invalid_credentials) ==
          R"({"message":"Invalid email or password","code":"INVALID_EMAIL_OR_PASSWORD"})");
}

TEST_CASE("a message of its own is escaped")
{
    CHECK(auth_error_body(AuthError::validation, "say \"hi\"\n\xff") ==
          "{\"message\":\"say \\\"hi\\\"\\n\xef\xbf\xbd\",\"code\":\"VALIDATION_ERROR\"}");
}

}  // namespace azen::server

#include <array>

#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/session_cookies.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;

MasterKey key_of(std::byte value)
{
    std::array<std::byte, 32> bytes{};
    bytes.fill(value);
    return MasterKey{bytes};
}

// What a client sends back of a Set-Cookie line.
std::string sent_back(const std::string& line)
{
    const std::size_t start = std::string_view{"Set-Cookie: "}.size();
    return line.substr(start, line.find(';') - start);
}

struct Fixture {
    SessionCookies cookies{key_of(std::byte{1}), Transport::plain};
    std::string good = sent_back(cookies.remember("the-token"));
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a token comes back from the cookie it was put in")
{
    CHECK(cookies.find_token(good) == "the-token");
    CHECK(cookies.find_token("a=b; " + good + "; c=d") == "the-token");
    CHECK(cookies.find_token("a=b;" + good) == "the-token");
}

TEST_CASE_FIXTURE(Fixture, "the cookie is for the server alone, and lasts a week")
{
    const std::string line = cookies.remember("the-token");

    CHECK(line.starts_with("Set-Cookie: better-auth.session_token=the-token."));
    CHECK(line.ends_with("%3D; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax\r\n"));
}

TEST_CASE_FIXTURE(Fixture,
                  "a cookie that is not to be remembered lasts until the browser is closed")
{
    const std::string line = cookies.remember("the-token", Remember::no);

    CHECK(line.ends_with("%3D; Path=/; HttpOnly; SameSite=Lax\r\n"));
    CHECK(cookies.find_token(sent_back(line)) == "the-token");
}

TEST_CASE_FIXTURE(Fixture, "a decoded signature is the same signature")
{
    for (const char* token : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
        std::string decoded = sent_back(cookies.remember(token));
        for (const auto& [code, plain] : {std::pair{"%2B", "+"}, {"%2F", "/"}, {"%3D", "="}}) {
            for (std::size_t at = 0; (at = decoded.find(code)) != std::string::npos;) {
                decoded.replace(at, 3, plain);
            }
        }
        CHECK(cookies.find_token(decoded) == token);
    }
}

TEST_CASE("over TLS the cookie never travels without it")
{
    const SessionCookies cookies{key_of(std::byte{1}), Transport::tls};
    const std::string line = cookies.remember("the-token");

    CHECK(line.starts_with("Set-Cookie: __Secure-better-auth.session_token=the-token."));
    CHECK(line.find("; Secure;") != std::string::npos);
    CHECK(cookies.find_token(sent_back(line)) == "the-token");
    const SessionCookies plain{key_of(std::byte{1}), Transport::plain};
    CHECK_FALSE(cookies.find_token(sent_back(plain.remember("the-token"))).has_value());
}

TEST_CASE_FIXTURE(Fixture, "what was not signed here holds no token")
{
    const SessionCookies others{key_of(std::byte{2}), Transport::plain};
    std::string changed = good;
    changed.replace(changed.find("the-token"), 9, "tha-token");

    for (const std::string& cookie : {std::string{},
                                      sent_back(others.remember("the-token")),
                                      changed,
                                      good.substr(0, good.size() - 1),
                                      good + "x",
                                      std::string{"better-auth.session_token="},
                                      std::string{"better-auth.session_token=."},
                                      std::string{"better-auth.session_token=the-token"},
                                      std::string{"better-auth.session_tokens=x.y; ="},
                                      "x" + good}) {
        CAPTURE(cookie);
        CHECK_FALSE(cookies.find_token(cookie).has_value());
    }
}

TEST_CASE_FIXTURE(Fixture, "forgetting empties the cookie at once")
{
    CHECK(cookies.forget() ==
          "Set-Cookie: better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax\r\n");
    CHECK_FALSE(cookies.find_token(sent_back(cookies.forget())).has_value());
}

TEST_CASE("a stored session is found by its cookie, and by no forged one")
{
    AppFixture app;
    app.add_user("ann", "acme");
    const std::string cookie = app.sign_in("ann", "acme");
    const auto transaction = test::must(app.sqlite->begin(Durability::process_crash));
    const auto find = [&](std::string_view header) {
        return test::must(app.accounts.sessions.find(*transaction, header, app.clock.now()));
    };

    const auto found = find(cookie);

    REQUIRE(found.has_value());
    CHECK(found->session.organization_id.has_value());
    CHECK(app.accounts.cookies.find_token(cookie) == found->token);
    CHECK_FALSE(find("better-auth.session_token=" + found->token).has_value());
    CHECK_FALSE(find(cookie.substr(0, cookie.size() - 4)).has_value());
}

}  // namespace azen::server

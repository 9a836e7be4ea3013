#include <array>

#include <doctest/doctest.h>

#include "server/app/app_fixture.h"
#include "server/app/session_cookies.h"
#include "support/fake_random.h"
#include "support/sample_keyring.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;

// What a client sends back of a Set-Cookie line.
std::string sent_back(const std::string& line)
{
    const std::size_t start = std::string_view{"Set-Cookie: "}.size();
    return line.substr(start, line.find(';') - start);
}

struct Fixture {
    test::FakeRandom random;
    Keyring keyring{test::sample_keyring(random, {1})};
    SessionCookies cookies{keyring, Transport::plain};
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

TEST_CASE_FIXTURE(Fixture, "over TLS the cookie never travels without it")
{
    const SessionCookies secure{keyring, Transport::tls};
    const std::string line = secure.remember("the-token");

    CHECK(line.starts_with("Set-Cookie: __Secure-better-auth.session_token=the-token."));
    CHECK(line.find("; Secure;") != std::string::npos);
    CHECK(secure.find_token(sent_back(line)) == "the-token");
    CHECK_FALSE(secure.find_token(good).has_value());
}

TEST_CASE_FIXTURE(Fixture, "what was not signed here holds no token")
{
    Keyring other_keys = test::sample_keyring(random, {2});
    const SessionCookies others{other_keys, Transport::plain};
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

TEST_CASE("sessions outlive the master key: signed by the newest, known by all")
{
    test::FakeRandom random;
    Keyring old_keys = test::sample_keyring(random, {1});
    Keyring both_keys = test::sample_keyring(random, {2, 1});
    Keyring stale_keys{
        test::sample_master_keys({1}),
        []() -> Result<std::vector<MasterKey>> { return test::sample_master_keys({2, 1}); },
        random};
    const SessionCookies before{old_keys, Transport::plain};
    const SessionCookies after{both_keys, Transport::plain};
    const SessionCookies stale{stale_keys, Transport::plain};

    CHECK(after.find_token(sent_back(before.remember("token"))) == "token");
    CHECK_FALSE(before.find_token(sent_back(after.remember("token"))).has_value());
    CHECK(stale.find_token(sent_back(after.remember("token"))) == "token");
}

}  // namespace azen::server

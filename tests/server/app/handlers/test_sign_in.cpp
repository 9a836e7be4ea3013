#include <doctest/doctest.h>

#include "core/service/user_service.h"
#include "server/app/app_fixture.h"
#include "support/sample_keys.h"

namespace azen::server {

namespace {

using test::AppFixture;
using test::body_of;
using test::header;
using test::make_post;
using test::must;

constexpr std::string_view path = "/api/auth/sign-in/email";

struct Fixture {
    Fixture() { app.add_user("ann"); }

    Request request(const std::string& email, const std::string& password)
    {
        Request request =
            make_post(path, nlohmann::json{{"email", email}, {"password", password}}.dump());
        request.client = "10.0.0.1";
        request.user_agent = "browser";
        return request;
    }
    Reply sign_in(const std::string& email, const std::string& password)
    {
        return app.ask(request(email, password));
    }
    std::size_t sessions()
    {
        const auto transaction = must(app.sqlite->begin(Durability::process_crash));
        return must(transaction->sessions().list({}, {})).size();
    }
    void change(user_service::Enabled enabled)
    {
        const auto transaction = must(app.sqlite->begin(Durability::power_loss));
        must(user_service::set_enabled(*transaction, "ann", enabled, app.clock.now()));
        must(transaction->commit());
    }

    AppFixture app;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "the right password opens a session, and the cookie is it")
{
    const Reply reply = sign_in("Ann@example.org", "correct horse");

    REQUIRE(reply.status == 200);
    const auto body = body_of(reply);
    CHECK(body.at("redirect") == false);
    CHECK(body.at("user").at("email") == "ann@example.org");
    const std::string cookie = header(reply, "Set-Cookie").value();
    CHECK(app.accounts.cookies.find_token(cookie.substr(0, cookie.find(';'))) ==
          body.at("token").get<std::string>());
    const auto transaction = must(app.sqlite->begin(Durability::process_crash));
    const Session session = must(transaction->sessions().list({}, {})).at(0);
    CHECK(session.address == "10.0.0.1");
    CHECK(session.agent == "browser");
    CHECK_FALSE(session.organization_id.has_value());
}

TEST_CASE_FIXTURE(Fixture,
                  "a session that is not to be remembered says so to the browser, and ends soon")
{
    Request brief = request("ann@example.org", "correct horse");
    brief.body = R"({"email":"ann@example.org","password":"correct horse","rememberMe":false})";

    const std::string cookie = header(app.ask(brief), "Set-Cookie").value();

    CHECK(cookie.find("Max-Age") == std::string::npos);
    const auto transaction = must(app.sqlite->begin(Durability::process_crash));
    CHECK(must(transaction->sessions().list({}, {})).at(0).expires_at ==
          app.clock.now() + std::chrono::days{1});
}

TEST_CASE_FIXTURE(Fixture, "whoever signs in is told where to go next, if that is safe")
{
    const auto ask_for = [this](const std::string& url) {
        Request request = this->request("ann@example.org", "correct horse");
        request.body = nlohmann::json{
            {"email", "ann@example.org"},
            {"password", "correct horse"},
            {"callbackURL",
             url}}.dump();
        return app.ask(request);
    };

    const Reply home = ask_for("/home");
    const Reply evil = ask_for("https://evil.example/");

    CHECK(header(home, "Location") == "/home");
    CHECK(body_of(home).at("redirect") == true);
    CHECK(body_of(home).at("url") == "/home");
    CHECK(evil.status == 403);
    CHECK(body_of(evil).at("code") == "INVALID_CALLBACK_URL");
    CHECK(sessions() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a wrong password and an unknown account get the same answer")
{
    const Reply wrong = sign_in("ann@example.org", "wrong horse");
    const Reply unknown = sign_in("bob@example.org", "correct horse");

    CHECK(wrong.status == 401);
    CHECK(wrong.body ==
          R"({"message":"Invalid email or password","code":"INVALID_EMAIL_OR_PASSWORD"})");
    CHECK(unknown.status == wrong.status);
    CHECK(unknown.body == wrong.body);
    CHECK(unknown.headers == wrong.headers);
    CHECK(sessions() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a disabled user gets that answer too, with the right password")
{
    change(user_service::Enabled::no);

    CHECK(sign_in("ann@example.org", "correct horse").status == 401);
    change(user_service::Enabled::yes);
    CHECK(sign_in("ann@example.org", "correct horse").status == 200);
}

TEST_CASE_FIXTURE(Fixture, "whoever is disabled while the password is checked is not let in")
{
    const ExchangePtr exchange = test::make_exchange(request("ann@example.org", "correct horse"));
    app.application.tick({&exchange, 1});
    REQUIRE(exchange->state == Exchange::State::deferred);

    change(user_service::Enabled::no);
    std::exchange(exchange->work, nullptr)();
    exchange->state = Exchange::State::waiting;
    app.application.tick({&exchange, 1});

    CHECK(exchange->reply.status == 401);
    CHECK(sessions() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a user without a password cannot sign in")
{
    {
        const auto transaction = must(app.sqlite->begin(Durability::power_loss));
        User ann = must(user_service::find(transaction->accounts(), "ann"));
        ann.password_hash.clear();
        must(transaction->accounts().update(ann));
        must(transaction->commit());
    }

    CHECK(sign_in("ann@example.org", "").status == 401);
    CHECK(sign_in("ann@example.org", "correct horse").status == 401);
}

TEST_CASE_FIXTURE(Fixture, "a password stored at another cost is stored anew")
{
    app.accounts.password_cost.log_n = 5;

    CHECK(sign_in("ann@example.org", "wrong horse").status == 401);
    CHECK(sign_in("ann@example.org", "correct horse").status == 200);

    const auto transaction = must(app.sqlite->begin(Durability::process_crash));
    const User ann = must(user_service::find(transaction->accounts(), "ann"));
    CHECK(ann.password_hash.starts_with("scrypt$5$"));
    CHECK(password::matches("correct horse", ann.password_hash));
}

TEST_CASE_FIXTURE(Fixture, "what is no sign-in says what is wrong, and costs no guess")
{
    CHECK(body_of(app.ask(make_post(path, "{nope"))).at("code") == "BAD_REQUEST");
    CHECK(body_of(app.ask(make_post(path, R"({"email":5})"))).at("message") ==
          "[body.email] Invalid input: expected string, received number; "
          "[body.password] Invalid input: expected string, received undefined");
    for (int i = 0; i < 30; ++i) {
        CHECK(body_of(sign_in("ann", "x")).at("code") == "INVALID_EMAIL");
    }
    CHECK(sign_in("ann@example.org", "correct horse").status == 200);
}

TEST_CASE_FIXTURE(Fixture, "guessing is slowed down, and the reply says for how long")
{
    for (int i = 0; i < 10; ++i) {
        CHECK(sign_in("ann@example.org", "wrong horse").status == 401);
    }

    const Reply refused = sign_in("ann@example.org", "correct horse");

    CHECK(refused.status == 429);
    CHECK(header(refused, "Retry-After") == "6");
    CHECK(header(refused, "X-Retry-After") == "6");
    CHECK(sessions() == 0);
    app.clock.advance(milliseconds{6'000});
    CHECK(sign_in("ann@example.org", "correct horse").status == 200);
}

TEST_CASE_FIXTURE(Fixture, "a page of another site cannot sign anyone in")
{
    Request foreign = request("ann@example.org", "correct horse");
    foreign.host = "localhost:8080";
    foreign.origin = "http://evil.example";
    Request own = foreign;
    own.origin = "http://localhost:8080";

    CHECK(body_of(app.ask(foreign)).at("code") == "INVALID_ORIGIN");
    CHECK(sessions() == 0);
    CHECK(app.ask(own).status == 200);
}

TEST_CASE_FIXTURE(Fixture, "a store that fails is no wrong password")
{
    const ExchangePtr exchange = test::make_exchange(request("ann@example.org", "correct horse"));
    app.application.tick({&exchange, 1});
    app.store.script.fail_begin = true;
    std::exchange(exchange->work, nullptr)();
    app.store.script.fail_begin = false;
    exchange->state = Exchange::State::waiting;
    app.application.tick({&exchange, 1});

    CHECK(exchange->reply.status == 503);
}

TEST_CASE_FIXTURE(Fixture, "the trail tells who signed in, and who tried to, from where")
{
    sign_in("ann@example.org", "correct horse");
    sign_in("ann@example.org", "wrong horse");
    sign_in("nobody@example.org", "correct horse");

    const auto transaction = must(app.sqlite->begin(Durability::process_crash));
    const auto trail = must(transaction->audit().list({.newest_first = true}));
    REQUIRE(trail.size() == 2);  // of nobody's account anybody can make up as many as they like
    CHECK(trail.at(1).entry.action == "user.sign_in");
    CHECK(trail.at(1).entry.subject_name == "ann");
    CHECK(trail.at(1).entry.actor.name == "ann");
    CHECK(trail.at(1).entry.actor.origin == "10.0.0.1");
    CHECK(trail.at(0).entry.action == "user.sign_in_failed");
    CHECK(trail.at(0).entry.subject_name == "ann");
    CHECK(trail.at(0).entry.actor.name.empty());
    CHECK(trail.at(0).entry.actor.origin == "10.0.0.1");
}

}  // namespace azen::server

#include "e2e/administrator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <doctest/doctest.h>

#include "e2e/sessions.h"

namespace azen::test {

namespace {

/// The origin is that of the Host field which RequestText writes.
std::string headers_of(const std::string& cookie)
{
    return "Cookie: " + cookie + "\r\nOrigin: http://localhost\r\n";
}

/// What a server says to a change; nullopt unless it was made.
std::optional<HttpResponse> post(std::uint16_t port,
                                 const std::string& what,
                                 const std::string& cookie,
                                 const std::string& json)
{
    HttpConnection connection = HttpConnection::to_port(port);
    const RequestText request{.method = "POST",
                              .target = "/api/auth/" + what,
                              .key = {},
                              .body = json,
                              .headers = headers_of(cookie)};
    connection.send(request.to_string());
    auto response = connection.receive();
    return response && response->status == 200 ? response : std::nullopt;
}

HttpResponse get(const RunningServer& server, const std::string& what, const std::string& cookie)
{
    return server.request(
        {.target = "/api/auth/" + what, .key = {}, .body = {}, .headers = headers_of(cookie)});
}

}  // namespace

void Tally::add(const Tally& other)
{
    enabled += other.enabled;
    disabled += other.disabled;
    deleted += other.deleted;
    rotated += other.rotated;
    backups += other.backups;
    signed_out += other.signed_out;
}

Administrator::Administrator(Installation& machine, const RunningServer& server)
    : machine_{machine}, cookie_{sign_in(machine, server)}
{}

// Takes as long as a password's hash is meant to take: too long for a server that is soon dead.
void Administrator::sign_in_again(const RunningServer& server)
{
    const auto signed_in = post(server.port(),
                                "sign-in/email",
                                {},
                                R"({"email":"ann@example.org","password":"correct horse"})");
    REQUIRE(signed_in);
    const std::string field = signed_in->header("Set-Cookie");
    machine_.watch().add_from(field);
    to_sign_out_ = field.substr(0, field.find(';'));
}

void Administrator::work(const std::vector<std::uint16_t>& ports, const std::stop_token& stop)
{
    done_before_.add(std::exchange(done_, {}));
    while (!stop.stop_requested()) {
        take_turn(ports[turns_++ % ports.size()]);
    }
}

void Administrator::take_turn(std::uint16_t port)
{
    switch (turns_ % 13) {
        case 1: sign_out(port); break;
        case 2: disable(port); break;
        case 4: erase(port); break;
        case 5: create_by_command(); break;
        case 6: rotate(port); break;
        case 8: disable_by_command(); break;
        case 9: back_up(); break;
        case 11: rotate_by_command(); break;
        default: create(port); break;
    }
}

void Administrator::create(std::uint16_t port)
{
    if (const auto made = post(port, "api-key/create", cookie_, R"({"name":"by session"})")) {
        machine_.watch().add_from(made->body);
        done_.enabled.push_back(
            {.id = json_at(made->body, "/id"), .secret = json_at(made->body, "/key")});
    }
}

void Administrator::create_by_command()
{
    const Outcome made = machine_.azen({"keys",
                                        "create",
                                        "by-command",
                                        "--organization",
                                        "acme",
                                        "--user",
                                        "ann",
                                        "--output",
                                        "json"});
    CHECK_MESSAGE(made.status == 0, made.err);
    done_.enabled.push_back({.id = json_at(made.out, "/id"), .secret = json_at(made.out, "/key")});
}

// What becomes of a key is not known when no answer comes: it is on no list then.
Administrator::Key Administrator::take_enabled()
{
    if (done_.enabled.empty()) {
        create_by_command();
    }
    Key key = std::move(done_.enabled.back());
    done_.enabled.pop_back();
    return key;
}

void Administrator::disable(std::uint16_t port)
{
    const Key key = take_enabled();
    if (post(port, "api-key/update", cookie_, R"({"keyId":")" + key.id + R"(","enabled":false})")) {
        done_.disabled.push_back(key);
    }
}

void Administrator::disable_by_command()
{
    const Key key = take_enabled();
    const Outcome done = machine_.azen({"keys", "disable", key.id});
    CHECK_MESSAGE(done.status == 0, done.err);
    done_.disabled.push_back(key);
}

void Administrator::erase(std::uint16_t port)
{
    const Key key = take_enabled();
    if (post(port, "api-key/delete", cookie_, R"({"keyId":")" + key.id + R"("})")) {
        done_.deleted.push_back(key);
    }
}

void Administrator::rotate(std::uint16_t port)
{
    const Key key = take_enabled();
    if (const auto made =
            post(port, "api-key/rotate", cookie_, R"({"keyId":")" + key.id + R"(","now":true})")) {
        machine_.watch().add_from(made->body);
        done_.enabled.push_back({.id = key.id, .secret = json_at(made->body, "/key")});
        done_.rotated.push_back(key);
    }
}

void Administrator::rotate_by_command()
{
    const Key key = take_enabled();
    const Outcome made =
        machine_.azen({"keys", "rotate", key.id, "--now", "--yes", "--output", "json"});
    CHECK_MESSAGE(made.status == 0, made.err);
    done_.enabled.push_back({.id = key.id, .secret = json_at(made.out, "/key")});
    done_.rotated.push_back(key);
}

// It is checked before it is acknowledged.
void Administrator::back_up()
{
    const std::string file = machine_.store().string() + ".backup";
    std::filesystem::remove(file);
    const Outcome made = machine_.azen({"store", "backup", file});
    CHECK_MESSAGE(made.status == 0, made.err);
    done_.backups += made.status == 0 ? 1 : 0;
}

// Whether it was done is not known when no answer comes: the session is on no list then.
void Administrator::sign_out(std::uint16_t port)
{
    const std::string cookie = std::exchange(to_sign_out_, {});
    if (!cookie.empty() && post(port, "sign-out", cookie, "{}")) {
        done_.signed_out.push_back(cookie);
    }
}

void Administrator::Done::add(const Done& other)
{
    const auto append = [](auto& to, const auto& from) {
        to.insert(to.end(), from.begin(), from.end());
    };
    append(enabled, other.enabled);
    append(disabled, other.disabled);
    append(deleted, other.deleted);
    append(rotated, other.rotated);
    append(signed_out, other.signed_out);
    backups += other.backups;
}

void Administrator::check(const RunningServer& server, const Done& done) const
{
    const auto has_status = [&](int status) {
        return [&server, status](const Key& key) {
            return server.request(verify(key.secret)).status == status;
        };
    };
    CHECK(std::ranges::all_of(done.enabled, has_status(200)));
    CHECK(std::ranges::all_of(done.disabled, has_status(403)));
    CHECK(std::ranges::all_of(done.deleted, has_status(403)));
    CHECK(std::ranges::all_of(done.rotated, has_status(403)));
    CHECK(std::ranges::all_of(done.deleted, [&](const Key& key) {
        return get(server, "api-key/get?id=" + key.id, cookie_).status == 404;
    }));
    CHECK(get(server, "get-session", cookie_).body != "null");
    CHECK(std::ranges::all_of(done.signed_out, [&](const std::string& cookie) {
        return get(server, "get-session", cookie).body == "null";
    }));
}

Tally Administrator::acknowledged() const
{
    return {.enabled = done_.enabled.size(),
            .disabled = done_.disabled.size(),
            .deleted = done_.deleted.size(),
            .rotated = done_.rotated.size(),
            .backups = done_.backups,
            .signed_out = done_.signed_out.size()};
}

}  // namespace azen::test

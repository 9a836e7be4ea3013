#pragma once

#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "server/app/app_fixture.h"
#include "support/sample_keys.h"

namespace azen::test {

/// ann owns acme, bob is a member of it, and cid owns other.
struct KeyAdministration {
    KeyAdministration()
    {
        app.add_user("ann", "acme");
        app.add_user("bob", "acme", Role::member);
        app.add_user("cid", "other");
        ann = app.sign_in("ann", "acme");
    }
    server::Reply send(server::Request request, const std::string& cookie)
    {
        request.cookie = cookie;
        request.host = "localhost";
        request.origin = "http://localhost";
        return app.ask(std::move(request));
    }
    server::Reply post(const std::string& verb,
                       const nlohmann::json& body,
                       const std::string& cookie)
    {
        return send(make_post("/api/auth/api-key/" + verb, body.dump()), cookie);
    }
    server::Reply post(const std::string& verb, const nlohmann::json& body)
    {
        return post(verb, body, ann);
    }
    server::Reply get(const std::string& target, const std::string& cookie)
    {
        return send(make_request(server::Method::get, "/api/auth/api-key/" + target), cookie);
    }
    server::Reply get(const std::string& target) { return get(target, ann); }
    std::string code_of(const server::Reply& reply) { return body_of(reply).value("code", ""); }

    /// Makes a key, and gives its id.
    std::string create(const std::string& name, const std::string& cookie)
    {
        const server::Reply reply = post("create", {{"name", name}}, cookie);
        REQUIRE(reply.status == 200);
        return body_of(reply).at("id");
    }
    std::string create(const std::string& name) { return create(name, ann); }

    /// A key of acme that administers keys.
    std::string manager(const char* permissions = "keys.read,keys.write,keys.delete")
    {
        return app
            .issue({.name = "manager",
                    .organization = "acme",
                    .user = "ann",
                    .permissions = must(Permissions::parse(permissions))})
            .secret;
    }

    AppFixture app;
    std::string ann;
};

}  // namespace azen::test

#include "e2e/sessions.h"

#include <doctest/doctest.h>

namespace azen::test {

std::string sign_in(Installation& machine, const RunningServer& server, Active active)
{
    machine.azen({"users", "create", "ann", "--email", "ann@example.org", "--password-stdin"},
                 {.environment = {}, .input = "correct horse\n"});
    machine.azen({"orgs", "create", "acme", "--owner", "ann"});
    const std::string origin = "Origin: " + server.url();
    const HttpResponse signed_in =
        machine.curl({server.url("/api/auth/sign-in/email"),
                      "-H",
                      origin,
                      "--json",
                      R"({"email":"ann@example.org","password":"correct horse"})"});
    REQUIRE_MESSAGE(signed_in.status == 200, signed_in.body);
    const std::string field = signed_in.header("Set-Cookie");
    const std::string cookie = field.substr(0, field.find(';'));
    if (active == Active::yes) {
        const HttpResponse chosen = machine.curl({server.url("/api/auth/organization/set-active"),
                                                  "-H",
                                                  origin,
                                                  "-H",
                                                  "Cookie: " + cookie,
                                                  "--json",
                                                  R"({"organizationSlug":"acme"})"});
        REQUIRE_MESSAGE(chosen.status == 200, chosen.body);
    }
    return cookie;
}

}  // namespace azen::test

#include "e2e/sessions.h"

#include <doctest/doctest.h>

namespace azen::test {

std::string sign_in(Installation& machine,
                    const RunningServer& server,
                    Active active,
                    const Words& trust)
{
    machine.azen({"users", "create", "ann", "--email", "ann@example.org", "--password-stdin"},
                 {.environment = {}, .input = "correct horse\n"});
    machine.azen({"orgs", "create", "acme", "--owner", "ann"});
    const std::string origin = "Origin: " + server.url();
    const auto post = [&](const std::string& what, const Words& words) {
        Words whole{server.url("/api/auth/" + what), "-H", origin};
        whole.insert(whole.end(), trust.begin(), trust.end());
        whole.insert(whole.end(), words.begin(), words.end());
        HttpResponse response = machine.curl(whole);
        REQUIRE_MESSAGE(response.status == 200, response.body);
        return response;
    };
    const HttpResponse signed_in = post(
        "sign-in/email", {"--json", R"({"email":"ann@example.org","password":"correct horse"})"});
    const std::string field = signed_in.header("Set-Cookie");
    const std::string cookie = field.substr(0, field.find(';'));
    if (active == Active::yes) {
        post("organization/set-active",
             {"-H", "Cookie: " + cookie, "--json", R"({"organizationSlug":"acme"})"});
    }
    return cookie;
}

}  // namespace azen::test

/// azen behind a real gateway: nginx asks it about each request, and passes on who is calling.

#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// A gateway before an application that answers with what it was told about its caller. All of it
/// listens on Unix sockets, so that no port has to be free. `DIR` and `PORT` are filled in.
constexpr const char* nginx_configuration = R"nginx(
daemon off;
master_process off;
pid DIR/nginx.pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path DIR/body;
    proxy_temp_path DIR/proxy;
    fastcgi_temp_path DIR/fastcgi;
    uwsgi_temp_path DIR/uwsgi;
    scgi_temp_path DIR/scgi;

    server {
        listen unix:DIR/application.sock;
        location / {
            return 200 "secret=$http_azen_api_key user=$http_azen_user_id key=$http_azen_api_key_id";
        }
    }

    server {
        listen unix:DIR/gateway.sock;

        location / {
            auth_request /azen-verify;
            auth_request_set $azen_status $upstream_status;
            auth_request_set $azen_retry_after $upstream_http_retry_after;
            auth_request_set $azen_user $upstream_http_azen_user_id;
            auth_request_set $azen_key $upstream_http_azen_api_key_id;
            auth_request_set $azen_organization $upstream_http_azen_organization_id;
            proxy_set_header azen-api-key "";
            proxy_set_header azen-user-id $azen_user;
            proxy_set_header azen-api-key-id $azen_key;
            proxy_set_header azen-organization-id $azen_organization;
            proxy_pass http://unix:DIR/application.sock;
            error_page 500 = @limited;  # auth_request knows no 429
        }

        location = /azen-verify {
            internal;
            proxy_pass http://127.0.0.1:PORT/api/v1/verify;
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
        }

        location @limited {
            add_header Retry-After $azen_retry_after always;
            if ($azen_status = 429) { return 429; }
            return 500;
        }
    }
}
)nginx";

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), by);
    }
    return text;
}

struct Gateway : Served {
    std::string directory = machine.home().string();
    Process nginx = start_nginx();

    Process start_nginx()
    {
        const std::string file = directory + "/nginx.conf";
        std::ofstream{file} << replaced(
            replaced(nginx_configuration, "DIR", directory), "PORT", std::to_string(server.port()));
        return machine.start({"/usr/sbin/nginx", "-c", file, "-p", directory, "-e", "stderr"});
    }

    /// What the gateway answers, once it listens.
    HttpResponse get(const Words& headers)
    {
        Words words{"--unix-socket", directory + "/gateway.sock", "http://localhost/orders"};
        for (const std::string& header : headers) {
            words.insert(words.end(), {"-H", header});
        }
        HttpResponse response;
        eventually([&] {
            response = machine.curl(words);
            return response.status != 0;
        });
        return response;
    }
};

}  // namespace

TEST_SUITE_BEGIN("gateway");

TEST_CASE_FIXTURE(Gateway, "nginx lets a good key pass and tells the application whose it is")
{
    const HttpResponse response =
        get({"azen-api-key: " + key, "azen-api-key-id: forged", "azen-user-id: forged"});

    CHECK(response.status == 200);
    CHECK(response.body == "secret= user=" + machine.key_field("test", "userId") +
                               " key=" + machine.key_field("test", "id"));
}

TEST_CASE_FIXTURE(Gateway, "nginx passes on what azen refuses")
{
    const std::string limited = machine.create_key({"limited", "--rate", "1/h"});
    const std::string disabled = machine.create_key({"off", "--disabled"});

    CHECK(get({}).status == 401);
    CHECK(get({"azen-api-key: " + disabled}).status == 403);
    CHECK(get({"azen-api-key: " + limited}).status == 200);
    const HttpResponse refused = get({"azen-api-key: " + limited});
    CHECK(refused.status == 429);
    CHECK(std::stoi("0" + refused.header("Retry-After")) > 3500);
}

TEST_CASE_FIXTURE(Gateway,
                  "each request through the gateway is charged, and a disabled key is out at once")
{
    CHECK(get({"azen-api-key: " + key}).status == 200);
    CHECK(get({"azen-api-key: " + key}).status == 200);
    CHECK(machine.key_field("test", "requestCount") == "2");

    REQUIRE(machine.azen({"keys", "disable", "test"}).status == 0);

    CHECK(get({"azen-api-key: " + key}).status == 403);
}

TEST_SUITE_END();

}  // namespace azen::test

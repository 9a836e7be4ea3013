#include "e2e/gateways.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace azen::test {
namespace {

using Replacements = std::vector<std::pair<std::string, std::string>>;

/// Each must be there, or the documentation has changed and the test would test something else.
std::string replaced(std::string text, const Replacements& replacements)
{
    for (const auto& [what, by] : replacements) {
        std::size_t at = text.find(what);
        REQUIRE_MESSAGE(at != std::string::npos, what);
        for (; at != std::string::npos; at = text.find(what, at + by.size())) {
            text.replace(at, what.size(), by);
        }
    }
    return text;
}

std::string documented(const std::string& file)
{
    std::ifstream stream{AZEN_PROJECT_DIR "/docs/gateways/" + file};
    REQUIRE(stream);
    return {std::istreambuf_iterator<char>{stream}, {}};
}

void write_file(const std::string& path, const std::string& text)
{
    std::ofstream{path} << text;
}

/// What nginx wants around the server blocks that an administrator writes. DIR is filled in.
constexpr const char* nginx_frame = R"nginx(
daemon off;
master_process off;
pid DIR/NAME.pid;
error_log stderr;
events {}
http {
    access_log DIR/NAME.log;
    client_body_temp_path DIR/NAME-body;
    proxy_temp_path DIR/NAME-proxy;
    fastcgi_temp_path DIR/NAME-fastcgi;
    uwsgi_temp_path DIR/NAME-uwsgi;
    scgi_temp_path DIR/NAME-scgi;
    SERVERS
}
)nginx";

constexpr const char* application_server = R"nginx(
    server {
        listen unix:DIR/application.sock;
        location / {
            return 200 "secret=$http_azen_api_key user=$http_azen_user_id key=$http_azen_api_key_id organization=$http_azen_organization_id";
        }
    }
)nginx";

std::string in_nginx(const std::string& servers,
                     const std::string& name,
                     const std::string& directory)
{
    return replaced(nginx_frame, {{"SERVERS", servers}, {"NAME", name}, {"DIR", directory}});
}

Words nginx_command(const std::string& file, const std::string& directory)
{
    return {"/usr/sbin/nginx", "-c", file, "-p", directory, "-e", "stderr"};
}

/// Where a gateway is to find its neighbours.
struct Places {
    std::string directory;
    std::string azen;  // what stands for ":8080"
    std::string permission;
};

Words set_up_nginx(const Places& places)
{
    Replacements replacements{{":8080", places.azen},
                              {"listen 80;", "listen unix:DIR/gateway.sock;"},
                              {"http://127.0.0.1:3000", "http://unix:DIR/application.sock"}};
    if (!places.permission.empty()) {
        replacements.emplace_back("/api/v1/verify;",
                                  "/api/v1/verify?permission=" + places.permission + ";");
    }
    const std::string file = places.directory + "/gateway.conf";
    write_file(
        file,
        in_nginx(replaced(documented("nginx.conf"), replacements), "gateway", places.directory));
    return nginx_command(file, places.directory);
}

Words set_up_caddy(const Places& places)
{
    Replacements replacements{
        {":8080", places.azen},
        {"{\n\t# It logs", "{\n\tadmin off\n\tauto_https off\n\t# It logs"},
        {"http://:80 {", "http:// {\n\tbind unix/" + places.directory + "/gateway.sock"},
        {"127.0.0.1:3000", "unix/" + places.directory + "/application.sock"}};
    if (!places.permission.empty()) {
        replacements.emplace_back("uri /api/v1/verify",
                                  "uri /api/v1/verify?permission=" + places.permission);
    }
    const std::string file = places.directory + "/Caddyfile";
    write_file(file, replaced(documented("Caddyfile"), replacements));
    return {"/usr/bin/caddy", "run", "--config", file, "--adapter", "caddyfile"};
}

Words set_up_haproxy(const Places& places)
{
    Replacements replacements{{"lua-load azen.lua", "lua-load " + places.directory + "/azen.lua"},
                              {"bind :80", "bind unix@" + places.directory + "/gateway.sock"},
                              {"127.0.0.1:3000", "unix@" + places.directory + "/application.sock"}};
    if (!places.permission.empty()) {
        replacements.emplace_back("    http-request lua.azen_verify",
                                  "    http-request set-var(txn.azen_permission) str(" +
                                      places.permission + ")\n    http-request lua.azen_verify");
    }
    const std::string file = places.directory + "/haproxy.cfg";
    write_file(file, replaced(documented("haproxy.cfg"), replacements));
    write_file(places.directory + "/azen.lua",
               replaced(documented("azen.lua"), {{":8080", places.azen}}));
    return {"/usr/sbin/haproxy", "-f", file};
}

Words set_up(GatewayKind kind, const Places& places)
{
    switch (kind) {
        case GatewayKind::nginx: return set_up_nginx(places);
        case GatewayKind::caddy: return set_up_caddy(places);
        case GatewayKind::haproxy: return set_up_haproxy(places);
    }
    return {};
}

}  // namespace

std::string to_string(GatewayKind kind)
{
    switch (kind) {
        case GatewayKind::nginx: return "nginx";
        case GatewayKind::caddy: return "caddy";
        case GatewayKind::haproxy: return "haproxy";
    }
    return {};
}

Gateway::Gateway(GatewayKind kind, const std::string& permission)
    : application_{start_application()}, gateway_{start_gateway(kind, permission)}
{}

Process Gateway::start_application()
{
    const std::string file = directory() + "/application.conf";
    write_file(file, in_nginx(application_server, "application", directory()));
    return machine.start(nginx_command(file, directory()));
}

Process Gateway::start_gateway(GatewayKind kind, const std::string& permission)
{
    return machine.start(set_up(kind,
                                {.directory = directory(),
                                 .azen = ":" + std::to_string(server.port()),
                                 .permission = permission}));
}

HttpResponse Gateway::get(const Words& headers)
{
    Words words{"--unix-socket", directory() + "/gateway.sock", "http://localhost/orders"};
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

int Gateway::requests_passed() const
{
    std::ifstream log{directory() + "/application.log"};
    return static_cast<int>(std::count(std::istreambuf_iterator<char>{log}, {}, '\n'));
}

}  // namespace azen::test

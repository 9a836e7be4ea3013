/// The contract's table of errors, row by row and byte for byte, as curl sees it.

#include <cctype>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"
#include "e2e/sessions.h"

namespace azen::test {

namespace {

constexpr const char* json_type = "Content-Type: application/json";
constexpr const char* invalid_key =
    R"({"status":"forbidden","message":"Invalid API key","code":403})";
constexpr const char* no_key = R"({"status":"unauthorized","message":"no api key","code":401})";
constexpr const char* some_id = "/3f2504e0-4f89-41d3-9a0c-0305e82c3301";

struct WireErrors : Served {
    std::string memory = server.url("/api/v1/memory");
    std::string key_header = "azen-api-key: " + key;

    HttpResponse post(const std::string& header, const std::string& body)
    {
        return machine.curl({"-X", "POST", memory, "-H", json_type, "-H", header, "-d", body});
    }

    HttpResponse get(const std::string& url, const std::string& secret)
    {
        return machine.curl({url, "-H", "azen-api-key: " + secret});
    }
};

void check_error(const HttpResponse& response, int status, const std::string& body)
{
    CHECK(response.status == status);
    CHECK(response.body == body);
    CHECK(response.header("Content-Type") == "application/json");
}

/// Another secret of the same letters; nobody has 43 digits and capitals only.
std::string in_capitals(std::string secret)
{
    for (char& letter : secret) {
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    return secret;
}

}  // namespace

TEST_SUITE_BEGIN("wire");

TEST_CASE_FIXTURE(WireErrors, "a request without a key, or with an empty one, is 401")
{
    const HttpResponse absent = post("X-Nothing: 1", R"({"text":"I love hiking"})");
    const HttpResponse empty = post("azen-api-key;", R"({"text":"I love hiking"})");

    check_error(absent, 401, no_key);
    check_error(empty, 401, no_key);
    CHECK(absent.count("WWW-Authenticate") == 1);
}

TEST_CASE_FIXTURE(WireErrors,
                  "a session without an organization is 403, and a good key beside it no help")
{
    const std::string cookie = "Cookie: " + sign_in(machine, server, Active::no);

    check_error(machine.curl({memory, "-H", cookie, "-H", key_header}),
                403,
                R"({"status":"forbidden","message":"Unauthorized","code":403})");
    CHECK(machine.key_field("test", "requestCount") == "0");
}

TEST_CASE_FIXTURE(WireErrors, "two key headers are 401, even when each would do")
{
    const HttpResponse response =
        machine.curl({memory, "-H", key_header, "-H", "Azen-Api-Key: " + key});

    check_error(response, 401, no_key);
}

TEST_CASE_FIXTURE(WireErrors, "a key in the URL is no key")
{
    const HttpResponse response = machine.curl({memory + "?azen-api-key=" + key});

    check_error(response, 401, no_key);
}

TEST_CASE_FIXTURE(WireErrors, "bad JSON without a key is 401: nobody's body is parsed")
{
    check_error(post("X-Nothing: 1", "{"), 401, no_key);
}

TEST_CASE_FIXTURE(WireErrors, "a key that is unknown, malformed or of the wrong case is 403")
{
    std::string unknown = "az_";
    unknown.append(64, 'Q');

    check_error(get(memory, unknown), 403, invalid_key);
    check_error(get(memory, "nonsense"), 403, invalid_key);
    check_error(get(memory, in_capitals(key)), 403, invalid_key);
    check_error(get(memory, key + "x"), 403, invalid_key);
}

TEST_CASE_FIXTURE(WireErrors, "a disabled key and a deleted one are the same 403")
{
    const std::string disabled = machine.create_key({"off", "--disabled"});
    const std::string deleted = machine.create_key({"gone"});
    REQUIRE(machine.azen({"keys", "delete", "gone", "--yes"}).status == 0);

    check_error(get(memory, disabled), 403, invalid_key);
    check_error(get(memory, deleted), 403, invalid_key);
}

TEST_CASE_FIXTURE(WireErrors, "an expired key is 403 from its last moment on")
{
    const std::string brief = machine.create_key({"brief", "--expires", "3s", "--rate", "none"});
    const int before = get(memory, brief).status;

    const bool ended = eventually([&] { return get(memory, brief).status == 403; });

    CHECK(before == 200);
    CHECK(ended);
    check_error(get(memory, brief), 403, invalid_key);
}

TEST_CASE_FIXTURE(WireErrors, "a key without the permission asked for is 403")
{
    const std::string reader = machine.create_key({"reader", "--permissions", "memory.read"});

    const HttpResponse written = post("azen-api-key: " + reader, R"({"text":"x"})");
    const HttpResponse erased =
        machine.curl({"-X", "DELETE", memory + some_id, "-H", "azen-api-key: " + reader});

    check_error(written, 403, invalid_key);
    check_error(erased, 403, invalid_key);
    check_error(get(server.url("/api/v1/usage"), reader), 403, invalid_key);
    CHECK(get(memory, reader).status == 200);
}

TEST_CASE_FIXTURE(WireErrors, "a body that is no JSON, or no memory, is 400")
{
    const char* no_json =
        R"({"status":"invalid_request","message":"Request body must be valid JSON","code":400})";
    const char* no_memory =
        R"({"status":"invalid_request","message":"Invalid request body","code":400})";

    check_error(post(key_header, R"({"text":)"), 400, no_json);
    check_error(post(key_header, "{\"text\":\"\xff\"}"), 400, no_json);
    for (const char* body : {R"({})",
                             R"({"text":""})",
                             R"({"text":7})",
                             R"([])",
                             R"("text")",
                             R"({"text":"a","dedupKey":""})",
                             R"({"text":"a","metadata":[]})"}) {
        CAPTURE(body);
        check_error(post(key_header, body), 400, no_memory);
    }
}

TEST_CASE_FIXTURE(WireErrors, "an id that is no UUID is 400, and one that nothing has 404")
{
    const char* no_id = R"({"status":"invalid_request","message":"Invalid memory Id","code":400})";
    const char* none =
        R"({"status":"not_found","message":"Memory not found or already deleted","code":404})";

    check_error(get(memory + "/abc", key), 400, no_id);
    check_error(get(memory + some_id, key), 404, none);
    check_error(machine.curl({"-X", "DELETE", memory + some_id, "-H", key_header}), 404, none);
}

TEST_CASE_FIXTURE(WireErrors, "a route that is not there is 404, with or without a key")
{
    const char* body = R"({"status":"not_found","message":"Not found","code":404})";

    check_error(get(server.url("/api/v2/memory"), key), 404, body);
    check_error(machine.curl({server.url("/nothing")}), 404, body);
    check_error(get(memory + "/", key), 404, body);
}

TEST_CASE_FIXTURE(WireErrors, "another method is 405 and says which ones there are")
{
    const HttpResponse response = machine.curl({"-X", "PUT", memory, "-H", key_header});

    check_error(
        response, 405, R"({"status":"invalid_request","message":"Method not allowed","code":405})");
    CHECK(response.header("Allow").find("GET") != std::string::npos);
    CHECK(response.header("Allow").find("POST") != std::string::npos);
    CHECK(response.header("Allow").find("DELETE") == std::string::npos);
}

TEST_CASE_FIXTURE(WireErrors, "a body that is too large is 413, whether announced or chunked")
{
    const std::string file = (machine.home() / "large").string();
    std::ofstream{file} << std::string(3'000'000, ' ');
    const std::string data = "@" + file;

    const HttpResponse announced = machine.curl(
        {memory, "-H", json_type, "-H", key_header, "-H", "Expect:", "--data-binary", data});
    const HttpResponse chunked = machine.curl({memory,
                                               "-H",
                                               json_type,
                                               "-H",
                                               key_header,
                                               "-H",
                                               "Expect:",
                                               "-H",
                                               "Transfer-Encoding: chunked",
                                               "--data-binary",
                                               data});

    CHECK(announced.status == 413);
    CHECK(chunked.status == 413);
    CHECK(json_at(announced.body, "/status") == "invalid_request");
    CHECK(json_at(announced.body, "/code") == "413");
    CHECK(announced.body == chunked.body);
}

TEST_CASE_FIXTURE(WireErrors, "a body that is not declared as JSON is 415")
{
    const HttpResponse response =
        machine.curl({memory, "-H", key_header, "-H", "Content-Type: text/plain", "-d", "{}"});

    CHECK(response.status == 415);
    CHECK(json_at(response.body, "/status") == "invalid_request");
    CHECK(json_at(response.body, "/code") == "415");
}

TEST_CASE_FIXTURE(WireErrors, "a header section that is too large is 431")
{
    const HttpResponse response =
        machine.curl({memory, "-H", key_header, "-H", "X-Padding: " + std::string(40'000, 'p')});

    CHECK(response.status == 431);
    CHECK(json_at(response.body, "/status") == "invalid_request");
    CHECK(json_at(response.body, "/code") == "431");
}

TEST_CASE_FIXTURE(WireErrors, "a key over its limit, or its quota, is 429 and told when to return")
{
    const char* body =
        R"({"status":"rate_limited","message":"Rate limit exceeded for this API key","code":429})";
    const std::string limited = machine.create_key({"slow", "--rate", "1/h"});
    const std::string counted = machine.create_key({"few", "--rate", "none", "--quota", "1"});
    CHECK(get(memory, limited).status == 200);
    CHECK(get(memory, counted).status == 200);

    const HttpResponse over_limit = get(memory, limited);
    const HttpResponse over_quota = get(memory, counted);

    check_error(over_limit, 429, body);
    check_error(over_quota, 429, body);
    CHECK(std::stoi(over_limit.header("Retry-After")) > 3590);
    CHECK(std::stoi(over_limit.header("Retry-After")) <= 3600);
    CHECK(over_quota.count("Retry-After") == 0);  // it never comes back
}

TEST_CASE_FIXTURE(WireErrors, "a store that another process keeps locked is 503, and nothing more")
{
    const Process holder =
        machine.start({"sh",
                       "-c",
                       "(echo 'BEGIN EXCLUSIVE;'; echo '.print held'; sleep 60) | sqlite3 " +
                           machine.store().string()});
    REQUIRE(eventually([&] { return holder.out().find("held") != std::string::npos; }));

    const HttpResponse response = get(memory, key);

    CHECK(response.status == 503);
    CHECK(json_at(response.body, "/status") == "internal_server_error");
    CHECK(response.body.find("lock") == std::string::npos);
}

TEST_SUITE_END();

}  // namespace azen::test

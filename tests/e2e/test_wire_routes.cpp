/// Every route of the memory API, with the shapes that the contract gives.

#include <algorithm>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

/// Whether `text` has the characters of `pattern`, where x stands for a hexadecimal digit, d for a
/// decimal one, and anything else for itself.
bool looks_like(std::string_view text, std::string_view pattern)
{
    const auto fits = [](char letter, char expected) {
        const bool is_digit = letter >= '0' && letter <= '9';
        switch (expected) {
            case 'x': return is_digit || (letter >= 'a' && letter <= 'f');
            case 'd': return is_digit;
            default: return letter == expected;
        }
    };
    return std::ranges::equal(text, pattern, fits);
}

constexpr std::string_view uuid = "xxxxxxxx-xxxx-4xxx-xxxx-xxxxxxxxxxxx";
constexpr std::string_view time_text = "dddd-dd-ddTdd:dd:dd.dddZ";

/// Whether all of `text` is what `shape` describes, where ID stands for a UUID v4, TIME for a time
/// on the wire, and anything else for itself.
bool has_shape(std::string_view text, std::string_view shape)
{
    while (!shape.empty()) {
        const bool is_id = shape.starts_with("ID");
        const bool is_time = shape.starts_with("TIME");
        const std::string_view pattern = is_id ? uuid : is_time ? time_text : std::string_view{};
        const std::string_view part = text.substr(0, std::max<std::size_t>(pattern.size(), 1));
        if (pattern.empty() ? part != shape.substr(0, 1) : !looks_like(part, pattern)) {
            return false;
        }
        shape.remove_prefix(is_id ? 2 : is_time ? 4 : 1);
        text.remove_prefix(part.size());
    }
    return text.empty();
}

bool contains_uuid(std::string_view text)
{
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (looks_like(text.substr(at, uuid.size()), uuid)) {
            return true;
        }
    }
    return false;
}

struct Wire : Served {
    HttpResponse get(const std::string& target)
    {
        return server.request({.target = target, .key = key, .body = {}, .headers = {}});
    }

    HttpResponse post(const std::string& target, const std::string& json)
    {
        return server.request(
            {.method = "POST", .target = target, .key = key, .body = json, .headers = {}});
    }

    HttpResponse erase(const std::string& target)
    {
        return server.request(
            {.method = "DELETE", .target = target, .key = key, .body = {}, .headers = {}});
    }

    std::string add(const std::string& text)
    {
        const HttpResponse made = post("/api/v1/memory", R"({"text":")" + text + R"("})");
        REQUIRE(made.status == 201);
        return json_at(made.body, "/memoryId");
    }
};

}  // namespace

TEST_SUITE_BEGIN("wire");

TEST_CASE_FIXTURE(Wire, "the seed's own request is answered with a new memory")
{
    const HttpResponse response =
        machine.curl({"-X",
                      "POST",
                      server.url("/api/v1/memory"),
                      "-H",
                      "Content-Type: application/json",
                      "-H",
                      "azen-api-key: " + key,
                      "-d",
                      "{\n  \"text\": \"I love hiking in the mountains\"\n}"});

    CHECK(response.status == 201);
    CHECK(has_shape(
        response.body,
        R"({"status":"success","memoryId":"ID","createdAt":"TIME","embedding":"processing"})"));
}

TEST_CASE_FIXTURE(Wire, "the routes for everyone need no key")
{
    const HttpResponse welcome = machine.curl({server.url("/")});
    const HttpResponse alive = machine.curl({server.url("/api/v1")});

    CHECK(welcome.status == 200);
    CHECK(welcome.body == "Welcome to Azen API");
    CHECK(welcome.header("Content-Type").find("text/plain") == 0);
    CHECK(alive.status == 200);
    CHECK(alive.body == R"({"status":"ok"})");
    CHECK(machine.curl({server.url("/healthz")}).status == 200);
    CHECK(machine.curl({server.url("/readyz")}).status == 200);
}

TEST_CASE_FIXTURE(Wire, "metrics count requests by route, and name no id")
{
    add("counted");

    const HttpResponse response = machine.curl({server.url("/metrics")});

    CHECK(response.status == 200);
    CHECK(response.header("Content-Type").find("text/plain; version=0.0.4") == 0);
    CHECK(response.body.find("# TYPE azen_http_requests_total counter") != std::string::npos);
    CHECK(response.body.find("/api/v1/memory") != std::string::npos);
    CHECK_FALSE(contains_uuid(response.body));
    CHECK(response.body.find(key.substr(0, 7)) == std::string::npos);
}

TEST_CASE_FIXTURE(Wire, "the served API describes itself, route by route")
{
    const HttpResponse response = machine.curl({server.url("/openapi.yaml")});

    CHECK(response.status == 200);
    CHECK(response.header("Content-Type").find("yaml") != std::string::npos);
    CHECK(response.body.find("openapi: 3.") == 0);
    for (const char* path : {"/api/v1/memory:",
                             "/api/v1/memory/{id}:",
                             "/api/v1/memory/search:",
                             "/api/v1/usage:",
                             "/api/v1/verify:",
                             "/healthz:",
                             "/metrics:"}) {
        CAPTURE(path);
        CHECK(response.body.find(path) != std::string::npos);
    }
}

TEST_CASE_FIXTURE(Wire, "a dedupKey makes the second memory the first one")
{
    const std::string json = R"({"text":"once","dedupKey":"k1","metadata":{"a":1},"more":true})";

    const HttpResponse first = post("/api/v1/memory", json);
    const HttpResponse second = post("/api/v1/memory", json);

    CHECK(first.status == 201);
    CHECK(second.status == 200);
    CHECK(second.body == R"({"status":"success","memoryId":")" + json_at(first.body, "/memoryId") +
                             R"(","duplicated":true,"message":"Memory already exists with this )" +
                             R"(dedupKey"})");
    CHECK(json_at(get("/api/v1/memory").body, "/total_count") == "1");
}

TEST_CASE_FIXTURE(Wire, "a list is newest first, and never an error for a strange page")
{
    add("first");
    add("second");
    add("third");

    const HttpResponse all = get("/api/v1/memory");
    const HttpResponse page = get("/api/v1/memory?page=2&per=2");

    CHECK(has_shape(
        page.body,
        R"({"status":"success","memories":[{"id":"ID","content":"first","metadata":null,)"
        R"("createdAt":"TIME","embedded":true}],"page":2,"per":2,"total_pages":2,"total_count":3})"));
    CHECK(json_at(all.body, "/memories/0/content") == "third");
    CHECK(json_at(all.body, "/per") == "20");
    CHECK(json_at(get("/api/v1/memory?page=x&per=").body, "/per") == "20");
    CHECK(json_at(get("/api/v1/memory?page=0&per=1000").body, "/per") == "100");
    CHECK(json_at(get("/api/v1/memory?page=0&per=1000").body, "/page") == "1");
    CHECK(json_at(get("/api/v1/memory?page=9").body, "/memories") == "[]");
}

TEST_CASE_FIXTURE(Wire, "a memory can be read, deleted, and then is not there")
{
    const HttpResponse made = post(
        "/api/v1/memory", R"({"text":"gr\u00fcezi \ud83c\udf32","metadata":{"b":[1,{"c":null}]}})");
    const std::string target = "/api/v1/memory/" + json_at(made.body, "/memoryId");

    const HttpResponse read = get(target);
    const HttpResponse erased = erase(target);

    CHECK(has_shape(read.body,
                    R"({"status":"success","memory":{"id":"ID","content":"grüezi 🌲",)"
                    R"("metadata":{"b":[1,{"c":null}]},"createdAt":"TIME","embedded":true}})"));
    CHECK(erased.status == 200);
    CHECK(has_shape(erased.body,
                    R"({"status":"success","deleted":true,"memoryId":"ID",)"
                    R"("message":"Memory deleted successfully"})"));
    CHECK(get(target).status == 404);
    CHECK(erase(target).status == 404);
}

TEST_CASE_FIXTURE(Wire, "a search finds by words, best first, bounded by topK")
{
    const std::string hiking = add("I love hiking in the mountains");
    add("The boiler needs a new valve");
    add("Mountains of paperwork");

    const HttpResponse found = post("/api/v1/memory/search", R"({"query":"hike mountain"})");
    const HttpResponse one = post("/api/v1/memory/search", R"({"query":"mountains","topK":1})");
    const HttpResponse none = post("/api/v1/memory/search", R"({"query":"zebra"})");

    CHECK(found.status == 200);
    CHECK(json_at(found.body, "/memories/0/id") == hiking);
    CHECK(json_at(found.body, "/rawMatches/0/id") == hiking + "::0");
    CHECK(json_at(found.body, "/rawMatches/0/values") == "[]");
    CHECK_FALSE(json_at(one.body, "/rawMatches/0").empty());
    CHECK(json_at(one.body, "/rawMatches/1").empty());
    CHECK(none.body == R"({"status":"success","memories":[],"rawMatches":[]})");
}

TEST_CASE_FIXTURE(Wire, "a search that is not one is 400")
{
    for (const char* json : {R"({})",
                             R"({"query":""})",
                             R"({"query":"a","topK":0})",
                             R"({"query":"a","topK":51})",
                             R"({"query":"a","topK":1.5})"}) {
        CAPTURE(json);
        CHECK(post("/api/v1/memory/search", json).status == 400);
    }
}

TEST_CASE_FIXTURE(Wire, "usage counts the two POST routes over thirty days, today last")
{
    add("one");
    post("/api/v1/memory", "{}");
    post("/api/v1/memory/search", R"({"query":"one"})");
    get("/api/v1/memory");

    const HttpResponse usage = get("/api/v1/usage");

    CHECK(usage.status == 200);
    CHECK(json_at(usage.body, "/labels/29") == json_at(usage.body, "/range/end").substr(0, 10));
    CHECK(json_at(usage.body, "/labels/30").empty());
    CHECK(json_at(usage.body, "/series/memory_create/29") == "2");
    CHECK(json_at(usage.body, "/series/memory_search/29") == "1");
    CHECK(json_at(usage.body, "/series/error/29") == "1");
    CHECK(json_at(usage.body, "/series/total/28") == "0");
    CHECK(
        json_at(usage.body, "/summary") ==
        R"({"error_count":1,"memory_count":1,"search_count":1,"success_count":2,"total_requests":3})");
}

TEST_CASE_FIXTURE(Wire, "usage can be narrowed to one key, and refusals count nowhere")
{
    const std::string other = machine.create_key({"other", "--rate", "1/h"});
    const std::string other_id = machine.key_field("other", "id");
    server.request(create_memory(other, R"({"text":"mine"})"));
    server.request(create_memory(other, R"({"text":"refused"})"));
    add("ours");

    const HttpResponse both = get("/api/v1/usage");
    const HttpResponse narrowed = get("/api/v1/usage?apiKeyId=" + other_id);

    CHECK(json_at(both.body, "/summary/total_requests") == "2");
    CHECK(json_at(narrowed.body, "/summary/total_requests") == "1");
}

TEST_CASE_FIXTURE(Wire, "verify tells whose key it is, in the body and in headers")
{
    const HttpResponse got = get("/api/v1/verify");
    const HttpResponse posted = server.request({.method = "POST",
                                                .target = "/api/v1/verify",
                                                .key = key,
                                                .body = {},
                                                .headers = "Content-Length: 0\r\n"});

    CHECK(has_shape(got.body,
                    R"({"status":"success","userId":"ID","apiKeyId":"ID","organizationId":"ID"})"));
    CHECK(posted.body == got.body);
    CHECK(got.header("azen-api-key-id") == machine.key_field("test", "id"));
    CHECK(got.header("azen-organization-id") == json_at(got.body, "/organizationId"));
    CHECK(got.header("azen-user-id") == json_at(got.body, "/userId"));
}

TEST_CASE_FIXTURE(Wire, "verify demands a permission when asked to")
{
    CHECK(get("/api/v1/verify?permission=memory.read").status == 200);
    CHECK(get("/api/v1/verify?permission=keys.write").status == 403);
}

TEST_SUITE_END();

}  // namespace azen::test

/// Nothing of one organization ever answers to another.

#include <string>

#include <doctest/doctest.h>

#include "e2e/installation.h"

namespace azen::test {

namespace {

struct TwoOrganizations {
    Installation machine;
    RunningServer server{machine};
    std::string ours = machine.create_key({"ours", "--organization", "acme"});
    std::string theirs = machine.create_key({"theirs", "--organization", "umbrella"});
    std::string memory = "/api/v1/memory/" + json_at(create(ours).body, "/memoryId");

    HttpResponse create(const std::string& key) const
    {
        return server.request(
            create_memory(key, R"({"text":"the vault opens at nine","dedupKey":"vault"})"));
    }

    HttpResponse ask(const std::string& key,
                     const std::string& method,
                     const std::string& target,
                     const std::string& json = {}) const
    {
        return server.request(
            {.method = method, .target = target, .key = key, .body = json, .headers = {}});
    }
};

}  // namespace

TEST_SUITE_BEGIN("isolation");

TEST_CASE_FIXTURE(TwoOrganizations, "a memory's id means nothing to another organization")
{
    const HttpResponse absent =
        ask(theirs, "GET", "/api/v1/memory/3f2504e0-4f89-41d3-9a0c-0305e82c3301");

    const HttpResponse read = ask(theirs, "GET", memory);
    const HttpResponse erased = ask(theirs, "DELETE", memory);

    CHECK(read.status == 404);
    CHECK(read.body == absent.body);
    CHECK(erased.status == 404);
    CHECK(ask(ours, "GET", memory).status == 200);
}

TEST_CASE_FIXTURE(TwoOrganizations, "the same dedup key is another one in another organization")
{
    CHECK(create(ours).status == 200);
    CHECK(create(theirs).status == 201);
    CHECK(create(theirs).status == 200);
}

TEST_CASE_FIXTURE(TwoOrganizations, "neither lists nor counts show another's memories")
{
    const HttpResponse list = ask(theirs, "GET", "/api/v1/memory");

    CHECK(json_at(list.body, "/memories") == "[]");
    CHECK(json_at(list.body, "/total_count") == "0");
    CHECK(json_at(ask(ours, "GET", "/api/v1/memory").body, "/total_count") == "1");
}

TEST_CASE_FIXTURE(TwoOrganizations, "a search finds one's own memories only")
{
    const std::string query = R"({"query":"vault","topK":50})";

    const HttpResponse found = ask(theirs, "POST", "/api/v1/memory/search", query);

    CHECK(found.body == R"({"status":"success","memories":[],"rawMatches":[]})");
    CHECK_FALSE(
        json_at(ask(ours, "POST", "/api/v1/memory/search", query).body, "/memories/0").empty());
}

TEST_CASE_FIXTURE(TwoOrganizations, "usage tells nothing of another's requests or keys")
{
    const std::string our_id = machine.key_field("ours", "id");

    const HttpResponse all = ask(theirs, "GET", "/api/v1/usage");
    const HttpResponse of_our_key = ask(theirs, "GET", "/api/v1/usage?apiKeyId=" + our_id);

    CHECK(json_at(all.body, "/summary/total_requests") == "0");
    CHECK(json_at(of_our_key.body, "/summary/total_requests") == "0");
    CHECK(json_at(ask(ours, "GET", "/api/v1/usage").body, "/summary/total_requests") == "1");
}

TEST_CASE_FIXTURE(TwoOrganizations, "two keys of one organization share its memories")
{
    const std::string colleague = machine.create_key({"colleague", "--organization", "acme"});

    CHECK(ask(colleague, "GET", memory).status == 200);
    CHECK(create(colleague).status == 200);
    CHECK(json_at(ask(colleague, "GET", "/api/v1/usage").body, "/summary/total_requests") == "2");
}

TEST_SUITE_END();

}  // namespace azen::test

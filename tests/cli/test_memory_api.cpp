#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/memory_api.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

// Answers every request with the same response and remembers the last one.
class FakeHttp final : public HttpClient {
public:
    FakeHttp(HttpRequest& seen, HttpResponse response) : seen_{seen}, response_{std::move(response)}
    {}

    Result<HttpResponse> send(const HttpRequest& request) override
    {
        seen_ = request;
        return response_;
    }

private:
    HttpRequest& seen_;
    HttpResponse response_;
};

struct Fixture {
    MemoryApi answering(const std::string& body, int status = 200)
    {
        return MemoryApi{std::make_unique<FakeHttp>(
            seen, HttpResponse{.status = status, .body = body, .request_id = "r"})};
    }

    HttpRequest seen;
};

constexpr const char* one_memory =
    R"({"id":"m1","content":"hi","metadata":{"a":1},"createdAt":"2026-01-15T10:30:00.000Z","embedded":true})";

}  // namespace

TEST_CASE_FIXTURE(Fixture, "adding sends what is there, and only that")
{
    MemoryApi api = answering(R"({"status":"success","memoryId":"m1","createdAt":"now"})", 201);

    const Result<MemoryApi::Created> created = api.add({.text = "hi"});

    REQUIRE(created.has_value());
    CHECK(created->id == "m1");
    CHECK(created->created_at == "now");
    CHECK_FALSE(created->duplicated);
    CHECK(seen.method == HttpMethod::post);
    CHECK(seen.path == "/api/v1/memory");
    CHECK(seen.body == R"({"text":"hi"})");
}

TEST_CASE_FIXTURE(Fixture, "adding is sent again only under a dedup key")
{
    MemoryApi api = answering(R"({"memoryId":"m1","duplicated":true,"message":"there"})");

    const auto plain = api.add({.text = "hi"});
    CHECK(seen.resend == Resend::no);
    const auto keyed = api.add({.text = "hi", .dedup_key = "k", .metadata = R"({"a":1})"});

    CHECK(seen.resend == Resend::yes);
    CHECK(seen.body == R"({"text":"hi","dedupKey":"k","metadata":{"a":1}})");
    CHECK(plain.has_value());
    CHECK(keyed->duplicated);
    CHECK_FALSE(keyed->created_at.has_value());
}

TEST_CASE_FIXTURE(Fixture, "a page of memories is read as it is told")
{
    MemoryApi api = answering(std::string{R"({"memories":[)"} + one_memory +
                              R"(],"page":2,"per":1,"total_pages":3,"total_count":3})");

    const Result<MemoryApi::Page> page = api.list(2, 1);

    REQUIRE(page.has_value());
    CHECK(seen.path == "/api/v1/memory?page=2&per=1");
    CHECK(seen.resend == Resend::yes);
    CHECK(page->memories.size() == 1);
    CHECK(page->memories.front().content == "hi");
    CHECK(page->memories.front().metadata == R"({"a":1})");
    CHECK(page->memories.front().embedded);
    CHECK(page->total_pages == 3);
    CHECK(page->total_count == 3);
}

TEST_CASE_FIXTURE(Fixture, "one memory is asked for by its id, encoded")
{
    MemoryApi api = answering(std::string{R"({"memory":)"} + one_memory + "}");

    const Result<MemoryApi::Memory> memory = api.find("a/b");

    REQUIRE(memory.has_value());
    CHECK(seen.path == "/api/v1/memory/a%2Fb");
    CHECK(memory->id == "m1");
}

TEST_CASE_FIXTURE(Fixture, "a search sends query and number, and gives memories and matches")
{
    MemoryApi api = answering(std::string{R"({"memories":[)"} + one_memory +
                              R"(],"rawMatches":[{"id":"m1::0","score":1.5,"values":[]}]})");

    const Result<MemoryApi::Found> found = api.search("hiking", 7);

    REQUIRE(found.has_value());
    CHECK(seen.path == "/api/v1/memory/search");
    CHECK(seen.body == R"({"query":"hiking","topK":7})");
    CHECK(found->raw_matches.front().id == "m1::0");
    CHECK(found->raw_matches.front().score == 1.5);
}

TEST_CASE_FIXTURE(Fixture,
                  "an answer that is nested without end is an odd one, a refusal stays one")
{
    const std::string deep(200'000, '[');
    const std::string body = R"({"memory":{"id":"m1","content":"hi","metadata":{"a":)" + deep +
                             std::string(deep.size(), ']') + "}}}";

    CHECK(answering(body).find("m1").error().message ==
          "the server's answer is not of the agreed shape");
    CHECK(answering(body, 404).find("m1").error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "deleting and usage go to their routes")
{
    MemoryApi api = answering("{}");

    CHECK(api.remove("m1").has_value());
    CHECK(seen.method == HttpMethod::del);
    CHECK(seen.path == "/api/v1/memory/m1");
    CHECK(api.usage(std::nullopt).has_value());
    CHECK(seen.path == "/api/v1/usage");
    CHECK(api.usage("k 1").has_value());
    CHECK(seen.path == "/api/v1/usage?apiKeyId=k%201");
}

TEST_CASE_FIXTURE(Fixture, "an error status is the user's error, not an answer")
{
    MemoryApi api = answering(R"({"message":"Memory not found or already deleted"})", 404);

    CHECK(api.find("m1").error().kind == ErrorKind::not_found);
    CHECK(api.remove("m1").error().kind == ErrorKind::not_found);
    CHECK(api.list(1, 1).error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Fixture, "an answer of another shape is refused, whatever it is")
{
    for (const char* body : {"",
                             "not json",
                             "[]",
                             "{}",
                             R"({"memory":7,"memories":7,"memoryId":7})",
                             R"({"memory":{},"memories":[{}],"memoryId":null})"}) {
        CAPTURE(body);
        MemoryApi api = answering(body);
        CHECK(api.add({.text = "x"}).error().kind == ErrorKind::internal);
        CHECK(api.list(1, 1).error().kind == ErrorKind::internal);
        CHECK(api.find("m1").error().kind == ErrorKind::internal);
        CHECK(api.search("x", 1).error().kind == ErrorKind::internal);
    }
}

}  // namespace azen::cli

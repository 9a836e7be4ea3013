#include <doctest/doctest.h>

#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"

using namespace azen;
using azen::test::must;

namespace {

struct Fixture {
    std::unique_ptr<SearchIndex> index = must(make_fts_index());

    std::vector<std::int64_t> search(std::string_view query, std::size_t limit = 10)
    {
        std::vector<std::int64_t> memories;
        for (const Match& match : must(index->search(query, limit))) {
            memories.push_back(match.memory);
        }
        return memories;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a word is found in any of its forms and cases")
{
    must(index->add(1, "I love Hiking in the mountains"));
    must(index->add(2, "tea"));

    CHECK(search("hikes") == std::vector<std::int64_t>{1});
    CHECK(search("MOUNTAIN") == std::vector<std::int64_t>{1});
}

TEST_CASE_FIXTURE(Fixture, "one of several words is enough, more of them rank higher")
{
    must(index->add(1, "green tea"));
    must(index->add(2, "green tea with lemon"));
    must(index->add(3, "black coffee"));

    CHECK(search("lemon tea").front() == 2);
    CHECK(search("lemon tea").size() == 2);
}

TEST_CASE_FIXTURE(Fixture, "scores fall and are higher for better")
{
    must(index->add(1, "tea tea tea"));
    must(index->add(2, "a long text about many things and also about tea, among other things"));
    must(index->add(3, "nothing"));

    const auto matches = must(index->search("tea", 10));

    REQUIRE(matches.size() == 2);
    CHECK(matches[0].memory == 1);
    CHECK(matches[0].score > matches[1].score);
}

TEST_CASE_FIXTURE(Fixture, "of a whole book the first words count, each once")
{
    must(index->add(1, "tea"));
    std::string book;
    for (int i = 0; i < 100'000; ++i) {
        book += "word" + std::to_string(i) + " ";
    }

    CHECK(search("and and " + std::string(100'000, 'x') + " tea " + book).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "the limit holds")
{
    for (std::int64_t i = 1; i <= 5; ++i) {
        must(index->add(i, "tea"));
    }

    CHECK(search("tea", 3).size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a removed memory is not found")
{
    must(index->add(1, "tea"));

    must(index->remove(1));
    must(index->remove(1));

    CHECK(search("tea").empty());
}

TEST_CASE_FIXTURE(Fixture, "nothing a person types is an operator")
{
    must(index->add(1, "tea AND coffee"));

    for (const char* query : {"\"",
                              "tea\"",
                              "NOT",
                              "tea NOT coffee",
                              "tea*",
                              "text:tea",
                              "(tea",
                              "tea AND",
                              "NEAR(tea coffee)",
                              "-tea",
                              "^tea",
                              "' OR 1=1 --"}) {
        CAPTURE(query);
        CHECK(index->search(query, 5));
    }
    CHECK(search("text:tea").size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a query without words finds nothing")
{
    must(index->add(1, "tea"));

    CHECK(search("").empty());
    CHECK(search("?!… ").empty());
}

TEST_CASE_FIXTURE(Fixture, "words beyond ASCII are words")
{
    must(index->add(1, "Käse aus Österreich"));
    must(index->add(2, "東京 の 天気"));

    CHECK(search("käse") == std::vector<std::int64_t>{1});
    CHECK(search("österreich") == std::vector<std::int64_t>{1});
    CHECK(search("東京") == std::vector<std::int64_t>{2});
}

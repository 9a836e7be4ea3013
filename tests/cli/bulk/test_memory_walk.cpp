#include <rapidcheck.h>

#include <algorithm>
#include <deque>
#include <set>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/bulk/memory_walk.h"
#include "cli/support/console.h"
#include "cli/support/fake_http_client.h"

namespace azen::cli {
namespace {

using nlohmann::json;

std::int64_t number_behind(const std::string& text, const std::string& name)
{
    return std::stoll(text.substr(text.find(name) + name.size()));
}

// Memories, newest first, that someone else changes between two pages.
struct Collection {
    HttpResponse page(const std::string& path) const
    {
        const auto number = static_cast<std::size_t>(number_behind(path, "page="));
        const auto per = static_cast<std::size_t>(number_behind(path, "per="));
        json list = json::array();
        for (std::size_t index = (number - 1) * per; index < std::min(number * per, ids.size());
             ++index) {
            list.push_back({{"id", ids[index]}, {"content", "text"}});
        }
        return {.status = 200,
                .body = json{{"memories", list},
                             {"page", number},
                             {"per", per},
                             {"total_pages", (ids.size() + per - 1) / per},
                             {"total_count", ids.size()}}
                            .dump()};
    }

    void add() { ids.push_front(std::to_string(next++)); }

    std::deque<std::string> ids;
    int next = 0;
};

// What a walk gives while `meddle` is called after each page.
std::vector<std::string> walked(Collection& collection, const std::function<void()>& meddle)
{
    test::FakeServer server{[&](const HttpRequest& request) -> Result<HttpResponse> {
        HttpResponse response = collection.page(request.path);
        meddle();
        return response;
    }};
    test::Console console;
    std::vector<std::string> ids;
    console.with_context([&](Context& context) {
        auto clients = server.clients(1);
        MemoryApi api{std::move(clients.front())};
        const auto ended = MemoryWalk{api, context}.run(
            [&ids](const MemoryApi::Memory& memory, std::int64_t) -> Result<void> {
                ids.push_back(memory.id);
                return {};
            });
        CHECK(ended.value());
        return 0;
    });
    return ids;
}

}  // namespace

TEST_CASE("a walk gives every memory once, in order")
{
    Collection collection;
    for (int count = 0; count < 250; ++count) {
        collection.add();
    }

    const auto ids = walked(collection, [] {});

    CHECK(std::ranges::equal(ids, collection.ids));
}

TEST_CASE("an empty collection is a short walk")
{
    Collection collection;

    CHECK(walked(collection, [] {}).empty());
}

TEST_CASE("what is added meanwhile makes nothing come twice")
{
    Collection collection;
    for (int count = 0; count < 350; ++count) {
        collection.add();
    }
    int pages = 0;

    const auto ids = walked(collection, [&] {
        for (int count = 0; count < 30 && pages < 3; ++count) {
            collection.add();
        }
        ++pages;
    });

    CHECK(std::set<std::string>{ids.begin(), ids.end()}.size() == ids.size());
    CHECK(ids.size() >= 350);
}

TEST_CASE("whatever is deleted meanwhile, what stays is not missed")
{
    rc::check([] {
        Collection collection;
        for (int count = 0; count < 450; ++count) {
            collection.add();
        }
        const auto cuts =
            *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 449));
        std::size_t cut = 0;

        const auto ids = walked(collection, [&] {
            for (int count = 0; count < 10 && cut < cuts.size(); ++count, ++cut) {
                if (cuts[cut] < collection.ids.size()) {
                    collection.ids.erase(collection.ids.begin() +
                                         static_cast<std::ptrdiff_t>(cuts[cut]));
                }
            }
        });

        const std::set<std::string> found{ids.begin(), ids.end()};
        RC_ASSERT(found.size() == ids.size());
        RC_ASSERT(std::ranges::all_of(collection.ids,
                                      [&found](const auto& id) { return found.contains(id); }));
    });
}

}  // namespace azen::cli

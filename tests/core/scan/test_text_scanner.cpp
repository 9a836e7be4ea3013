#include <rapidcheck.h>

#include <string>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>

#include "core/scan/text_scanner.h"
#include "support/fake_random.h"

using namespace azen;

namespace {

using Place = std::tuple<std::string, std::size_t, std::size_t>;

const std::string secret = [] {
    test::FakeRandom random;
    return std::string{key_secret::make("az_", random).reveal()};
}();

std::vector<Place> scan(const std::vector<std::string>& pieces)
{
    std::vector<Place> places;
    TextScanner scanner{[&places](const FoundSecret& found) {
        places.emplace_back(found.secret, found.line, found.column);
    }};
    for (const std::string& piece : pieces) {
        scanner.feed(piece);
    }
    scanner.finish();
    return places;
}

}  // namespace

TEST_CASE("a secret is placed by line and column, from one")
{
    CHECK(scan({secret}) == std::vector<Place>{{secret, 1, 1}});
    CHECK(scan({"one\ntwo " + secret + "\n"}) == std::vector<Place>{{secret, 2, 5}});
    CHECK(scan({"\n\n" + secret + " " + secret}) ==
          std::vector<Place>{{secret, 3, 1}, {secret, 3, 54}});
}

TEST_CASE("columns count code points, not bytes")
{
    CHECK(scan({"clé: " + secret}) == std::vector<Place>{{secret, 1, 6}});
}

TEST_CASE("lines are counted through pieces without a secret")
{
    CHECK(scan({"a\nb\n", "c\n", "d", "\n" + secret}) == std::vector<Place>{{secret, 5, 1}});
}

TEST_CASE("carriage returns belong to their lines")
{
    CHECK(scan({"a\r\n" + secret + "\r\n"}) == std::vector<Place>{{secret, 2, 1}});
}

TEST_CASE("nothing is found in nothing")
{
    CHECK(scan({}).empty());
    CHECK(scan({"", ""}).empty());
}

TEST_CASE("however a text is cut into pieces, the same is found")
{
    CHECK(rc::check("cut anywhere", [] {
        const std::string text = "first\n\"" + secret + "\"\n\nx=" + secret + ";" + secret;
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < text.size();) {
            const auto length = *rc::gen::inRange<std::size_t>(1, text.size() - at + 1);
            pieces.push_back(text.substr(at, length));
            at += length;
        }

        RC_ASSERT(scan(pieces) == scan({text}));
        RC_ASSERT(scan({text}).size() == 3U);
    }));
}

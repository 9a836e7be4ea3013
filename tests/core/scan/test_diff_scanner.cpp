#include <rapidcheck.h>

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "core/scan/diff_scanner.h"
#include "support/fake_random.h"

using namespace azen;

namespace {

const std::string secret = [] {
    test::FakeRandom random;
    return std::string{key_secret::make("az_", random).reveal()};
}();

std::vector<std::string> scan(const std::vector<std::string>& pieces)
{
    std::vector<std::string> places;
    DiffScanner scanner{[&places](const std::string& file, const FoundSecret& found) {
        places.push_back(file + ":" + std::to_string(found.line) + ":" +
                         std::to_string(found.column));
    }};
    for (const std::string& piece : pieces) {
        scanner.feed(piece);
    }
    scanner.finish();
    return places;
}

using Places = std::vector<std::string>;

const std::string two_files =
    "diff --git a/one b/one\n"
    "--- a/one\n"
    "+++ b/one\n"
    "@@ -3,2 +3 @@ context " +
    secret +
    "\n"
    "-old " +
    secret +
    "\n"
    "-old\n"
    "+new " +
    secret +
    "\n"
    "@@ -9,0 +9,2 @@\n"
    "+nine\n"
    "+" +
    secret +
    "\n"
    "diff --git a/two b/two\n"
    "new file mode 100644\n"
    "--- /dev/null\n"
    "+++ b/two\n"
    "@@ -0,0 +1 @@\n"
    "+" +
    secret +
    "\n"
    "\\ No newline at end of file\n";

}  // namespace

TEST_CASE("secrets in added lines are found where they stand in the new file, no others")
{
    CHECK(scan({two_files}) == Places{"one:3:5", "one:10:1", "two:1:1"});
}

TEST_CASE("files are counted")
{
    DiffScanner scanner{[](const std::string&, const FoundSecret&) {
    }};
    scanner.feed(two_files);
    scanner.finish();

    CHECK(scanner.files() == 2);
}

TEST_CASE("an added line that looks like a header is a line")
{
    CHECK(scan({"+++ b/one\n@@ -0,0 +1,3 @@\n+++ b/two\n+@@ -1 +7 @@\n+" + secret + "\n"}) ==
          Places{"one:3:1"});
}

TEST_CASE("a removed line that looks like a header is a line")
{
    CHECK(scan({"+++ b/one\n@@ -1 +0,0 @@\n--- a/two\n@@ -4 +5 @@\n-x\n+" + secret + "\n"}) ==
          Places{"one:5:1"});
}

TEST_CASE("quoted names and names with spaces are read")
{
    const std::string hunk = "@@ -0,0 +1 @@\n+" + secret + "\n";

    CHECK(scan({"+++ \"b/a\\tb\\303\\251\\\"c\\\\d\"\n" + hunk}) ==
          Places{"a\tb\xC3\xA9\"c\\d:1:1"});
    CHECK(scan({"+++ b/with space\t\n" + hunk}) == Places{"with space:1:1"});
}

TEST_CASE("what is no diff has nothing in it")
{
    CHECK(scan({""}).empty());
    CHECK(scan({secret + "\n"}).empty());
    CHECK(scan({"@@ -x +1 @@\n+" + secret}).empty());
    CHECK(scan({"@@ -1,99999999999999999999 +1 @@\n+" + secret}).empty());
}

TEST_CASE("however a diff is cut into pieces, the same is found")
{
    CHECK(rc::check("cut anywhere", [] {
        std::vector<std::string> pieces;
        for (std::size_t at = 0; at < two_files.size();) {
            const auto length = *rc::gen::inRange<std::size_t>(1, two_files.size() - at + 1);
            pieces.push_back(two_files.substr(at, length));
            at += length;
        }

        RC_ASSERT(scan(pieces) == scan({two_files}));
    }));
}

#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "cli/bulk/import_source.h"

namespace azen::cli {
namespace {

ImportSource source_of(const std::string& text)
{
    std::istringstream stream{text};
    return look_at(stream, "file").value();
}

}  // namespace

TEST_CASE("every byte of a file is in its fingerprint, and its lines are counted")
{
    const std::string text(200'000, 'a');
    std::string changed = text;
    changed[150'000] = 'b';

    CHECK(source_of(text).fingerprint == source_of(text).fingerprint);
    CHECK(source_of(text).fingerprint != source_of(changed).fingerprint);
    CHECK(source_of(text).fingerprint != source_of(text + "a").fingerprint);
    CHECK(source_of("a\nb\n").lines == 2);
    CHECK_FALSE(source_of("").fingerprint.empty());
}

TEST_CASE("what was looked at can be read from its beginning")
{
    std::istringstream stream{"a\nb\n"};

    REQUIRE(look_at(stream, "file").has_value());

    std::string line;
    CHECK(std::getline(stream, line));
    CHECK(line == "a");
}

TEST_CASE("what cannot be read is told of by its name")
{
    std::ifstream absent{"/no/such/file"};
    std::ifstream directory{"/"};

    CHECK(look_at(absent, "/no/such/file").error().message == "cannot read /no/such/file");
    CHECK(look_at(directory, "/").error().kind == ErrorKind::invalid);
}

}  // namespace azen::cli

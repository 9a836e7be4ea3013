#include <sstream>
#include <vector>

#include <doctest/doctest.h>

#include "cli/bulk/line_reader.h"

namespace azen::cli {
namespace {

std::vector<LineReader::Line> lines_of(const std::string& text, std::size_t max_bytes = 100)
{
    std::istringstream stream{text};
    LineReader reader{stream, max_bytes};
    std::vector<LineReader::Line> lines;
    while (auto line = reader.next()) {
        lines.push_back(*line);
    }
    return lines;
}

std::vector<std::string> texts_of(const std::string& text)
{
    std::vector<std::string> texts;
    for (const LineReader::Line& line : lines_of(text)) {
        texts.push_back(line.text);
    }
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("lines come without their ends, the last one with or without")
{
    CHECK(texts_of("a\nb\n") == Texts{"a", "b"});
    CHECK(texts_of("a\r\nb") == Texts{"a", "b"});
    CHECK(texts_of("a\n\n") == Texts{"a", ""});
    CHECK(texts_of("").empty());
    CHECK(texts_of("\n") == Texts{""});
    CHECK(texts_of("a\rb\n") == Texts{"a\rb"});
}

TEST_CASE("lines are numbered from one")
{
    CHECK(lines_of("a\n\nb\n").back().number == 3);
}

TEST_CASE("a byte order mark is no part of the text, elsewhere it is")
{
    CHECK(texts_of("\xEF\xBB\xBF"
                   "a\n\xEF\xBB\xBF"
                   "b") == Texts{"a",
                                 "\xEF\xBB\xBF"
                                 "b"});
}

TEST_CASE("of a line that is too long only its beginning is kept, and the next one is whole")
{
    const auto lines = lines_of("12345\n123456789\nab", 5);

    REQUIRE(lines.size() == 3);
    CHECK_FALSE(lines[0].too_long);
    CHECK(lines[1].too_long);
    CHECK(lines[1].text == "12345");
    CHECK(lines[2].text == "ab");
    CHECK(lines[2].number == 3);
}

TEST_CASE("bytes of any kind are kept")
{
    const std::string bytes{"\0\xff\x1b", 3};

    CHECK(texts_of(bytes + "\n") == Texts{bytes});
}

}  // namespace azen::cli

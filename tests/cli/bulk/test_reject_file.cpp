#include <filesystem>

#include <doctest/doctest.h>

#include "cli/bulk/reject_file.h"
#include "cli/support/golden.h"
#include "support/temp_dir.h"

namespace azen::cli {

TEST_CASE("rejected lines keep what they said, and say why they were rejected")
{
    const test::TempDir directory;
    RejectFile rejects{directory / "rejects", 0};

    REQUIRE(rejects.add({.number = 3, .text = R"({"text":"","metadata":{"a":1}})"}, "empty")
                .has_value());
    REQUIRE(rejects.add({.number = 9, .text = "\xff\n"}, "not UTF-8").has_value());

    const std::string text = test::read_file(directory / "rejects");
    CHECK(text ==
          "{\"text\":\"\",\"metadata\":{\"a\":1},\"line\":3,\"error\":\"empty\"}\n"
          "{\"text\":\"\xEF\xBF\xBD\\n\",\"line\":9,\"error\":\"not UTF-8\"}\n");
    CHECK(rejects.bytes() == static_cast<std::int64_t>(text.size()));
}

TEST_CASE("a rejected line that is nested without end is kept as a text")
{
    const test::TempDir directory;
    RejectFile rejects{directory / "rejects", 0};

    REQUIRE(rejects.add({.number = 1, .text = R"({"a":)" + std::string(200'000, '[')}, "deep")
                .has_value());

    CHECK(test::read_file(directory / "rejects").starts_with(R"({"text":"{\"a\":[[[)"));
}

TEST_CASE("without rejects there is no file")
{
    const test::TempDir directory;
    const RejectFile rejects{directory / "rejects", 0};

    CHECK_FALSE(std::filesystem::exists(directory / "rejects"));
}

TEST_CASE("what an earlier run added and did not note is cut off")
{
    const test::TempDir directory;
    RejectFile first{directory / "rejects", 0};
    REQUIRE(first.add({.number = 1, .text = "a"}, "x").has_value());
    const std::int64_t noted = first.bytes();
    REQUIRE(first.add({.number = 2, .text = "b"}, "x").has_value());

    RejectFile second{directory / "rejects", noted};
    REQUIRE(second.add({.number = 2, .text = "b"}, "x").has_value());

    const std::string text = test::read_file(directory / "rejects");
    CHECK(text ==
          "{\"text\":\"a\",\"line\":1,\"error\":\"x\"}\n"
          "{\"text\":\"b\",\"line\":2,\"error\":\"x\"}\n");
}

TEST_CASE("a reject file that has no place is told of")
{
    RejectFile rejects{"/proc/no/such", 0};

    CHECK(rejects.add({.number = 1, .text = "a"}, "x").error().kind == ErrorKind::invalid);
}

TEST_CASE("a rejected line, mended, is the memory it would have been")
{
    const auto memory = parse_import_record(
        R"({"text":"mended","metadata":{"a":1},"line":3,"error":"empty"})", ImportFormat::jsonl);

    CHECK(memory->text == "mended");
    CHECK(memory->metadata == R"({"a":1})");
}

}  // namespace azen::cli

#include <array>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/record_stream.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 2> field_names{"id", "note"};
constexpr RecordKind sample_kind{"azen.sample/v1", field_names, "id"};

std::string streamed(OutputFormat format, int count, bool finished = true)
{
    test::Console console;
    console.with_context([&](Context& context) {
        RecordStream stream{context, {.format = format}, sample_kind, "azen.samples/v1", "samples"};
        for (int number = 0; number < count; ++number) {
            stream.add({{"id", std::to_string(number)}, {"note", "a,b"}});
        }
        CHECK(stream.count() == count);
        if (finished) {
            stream.finish();
        }
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("as JSON lines, records are whole as soon as they are there")
{
    CHECK(streamed(OutputFormat::jsonl, 2, false) ==
          "{\"schema\":\"azen.sample/v1\",\"id\":\"0\",\"note\":\"a,b\"}\n"
          "{\"schema\":\"azen.sample/v1\",\"id\":\"1\",\"note\":\"a,b\"}\n");
    CHECK(streamed(OutputFormat::jsonl, 0).empty());
}

TEST_CASE("as CSV there is one heading, also above nothing")
{
    CHECK(streamed(OutputFormat::csv, 2) == "id,note\n0,\"a,b\"\n1,\"a,b\"\n");
    CHECK(streamed(OutputFormat::csv, 0) == "id,note\n");
}

TEST_CASE("as JSON they are one object, which is none until it is finished")
{
    const Json whole = Json::parse(streamed(OutputFormat::json, 2));

    CHECK(whole.at("schema") == "azen.samples/v1");
    CHECK(whole.at("samples").size() == 2);
    CHECK(Json::parse(streamed(OutputFormat::json, 0)).at("samples").empty());
    CHECK_FALSE(Json::accept(streamed(OutputFormat::json, 2, false)));
}

}  // namespace azen::cli

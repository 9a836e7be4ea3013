#include <algorithm>
#include <set>
#include <string>

#include <doctest/doctest.h>

#include "cli/command_table.h"
#include "cli/output/record_kind.h"

namespace azen::cli {

TEST_CASE("a kind has a versioned schema, fields of different names, and a name among them")
{
    for (const Command& command : command_table()) {
        if (command.prints == nullptr) {
            continue;
        }
        CAPTURE(command.words);
        const RecordKind& kind = *command.prints;
        CHECK(kind.schema.starts_with("azen."));
        CHECK(kind.schema.find("/v") != std::string_view::npos);
        CHECK(std::set<std::string_view>{kind.fields.begin(), kind.fields.end()}.size() ==
              kind.fields.size());
        CHECK((kind.name_field.empty() ||
               std::ranges::find(kind.fields, kind.name_field) != kind.fields.end()));
    }
}

TEST_CASE("a new key is a key, with its secret first")
{
    CHECK(kind::new_key.fields.front() == "key");
    CHECK(std::ranges::equal(kind::new_key.fields.subspan(1), kind::key.fields));
}

}  // namespace azen::cli

#include <sstream>

#include <doctest/doctest.h>

#include "cli/output/text_table.h"

namespace azen::cli {

TEST_CASE("columns line up, two spaces apart, without spaces at the end")
{
    TextTable table{{"NAME", "N"}};
    table.add({"a", "1"});
    table.add({"longer", "22"});
    std::ostringstream out;

    table.print(out);

    CHECK(out.str() == "NAME    N\na       1\nlonger  22\n");
}

TEST_CASE("cells are made safe before they are measured")
{
    TextTable table{{"NAME", "N"}};
    table.add({"a\x1b", "1"});
    std::ostringstream out;

    table.print(out);

    CHECK(out.str() == "NAME   N\na\\x1b  1\n");
}

TEST_CASE("letters of more than a byte take one column")
{
    TextTable table{{"NAME", "N"}};
    table.add({"näïve", "1"});
    table.add({"plain", "2"});
    std::ostringstream out;

    table.print(out);

    CHECK(out.str() == "NAME   N\nnäïve  1\nplain  2\n");
}

TEST_CASE("fields are a line each, with their values in one column")
{
    std::ostringstream out;

    print_fields(out, {{"id", "1"}, {"a name", "x\ny"}});

    CHECK(out.str() == "id      1\na name  x\\ny\n");
}

}  // namespace azen::cli

#include <doctest/doctest.h>

#include "cli/support/console.h"

namespace azen::cli {

using test::Console;
using test::contains;

TEST_CASE("the last entries are shown, then each new one, until no one reads")
{
    Console console;
    Console other;
    console.create_key("ci");
    other.set("AZEN_DB", console.store().string());
    int pauses = 0;
    console.on_pause = [&](std::ostream& out) {
        ++pauses;
        if (pauses == 2) {
            other.run({"keys", "disable", "ci"});
        }
        if (pauses == 4) {
            out.setstate(std::ios::badbit);
        }
    };

    CHECK(console.run({"audit", "follow"}) == ExitStatus::ok);

    CHECK(pauses == 4);
    CHECK(console.out() ==
          "2026-01-15T10:30:00.000Z  ann@laptop  organization.create  default\n"
          "2026-01-15T10:30:00.000Z  ann@laptop  user.create  local\n"
          "2026-01-15T10:30:00.000Z  ann@laptop  key.create  ci\n"
          "2026-01-15T10:30:00.000Z  ann@laptop  key.update  ci  enabled: true -> false\n");
}

TEST_CASE("scripts can follow the trail as JSON lines")
{
    Console console;
    console.create_key("ci");
    console.on_pause = [](std::ostream& out) {
        out.setstate(std::ios::badbit);
    };

    CHECK(console.run({"audit", "follow", "--output", "jsonl"}) == ExitStatus::ok);

    CHECK(console.out().starts_with(R"({"schema":"azen.audit-entry/v1","sequence":1,)"));
}

TEST_CASE("a reader that has gone is noticed although nothing happens")
{
    Console console;
    console.create_key("ci");
    int pauses = 0;
    console.on_pause = [&pauses](std::ostream&) {
        ++pauses;
    };

    const ExitStatus status = console.with_context([&pauses](Context& context) {
        context.is_unread = [&pauses] {
            return pauses == 3;
        };
        return run_app({"audit", "follow"}, context);
    });

    CHECK(status == ExitStatus::ok);
    CHECK(pauses == 3);
}

}  // namespace azen::cli

#include <array>

#include <doctest/doctest.h>

#include "cli/output/audit_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using test::contains;

constexpr Timestamp now = test::FakeClock::default_start;

AuditRow sample(std::int64_t sequence, std::string action, std::string change)
{
    return {
        .sequence = sequence,
        .entry = {
            .at = now - std::chrono::minutes{sequence},
            .actor = {.kind = ActorKind::local, .id = "1000", .name = "ann", .origin = "laptop"},
            .action = std::move(action),
            .subject_id = "the-id",
            .subject_name = "ci",
            .change = std::move(change)}};
}

std::string printed(std::span<const AuditRow> rows)
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_audit_page(context, rows, {}, {});
        return 0;
    });
    return console.out();
}

std::string printed(const AuditRow& row)
{
    return printed(std::span{&row, 1});
}

}  // namespace

TEST_CASE("the trail is shown to people as agreed on")
{
    AuditRow by_key = sample(
        3,
        "key.activate",
        R"({"before":{"secrets":[{"start":"az_1","state":"active"},{"start":"az_2","state":"pending"}]},)"
        R"("after":{"secrets":[{"start":"az_1","state":"retiring"},{"start":"az_2","state":"active"}]}})");
    by_key.entry.actor = {.kind = ActorKind::key, .id = "k", .name = "admin", .origin = "10.0.0.7"};
    const std::array rows{
        by_key,
        sample(2, "key.update", R"({"before":{"name":"old"},"after":{"name":"ci"}})"),
        sample(1, "key.create", R"({"after":{"name":"old"}})"),
    };

    test::check_golden("tests/golden/text/audit.txt", printed(rows));
}

TEST_CASE("an account without a name is shown by its number")
{
    AuditRow row = sample(1, "key.create", "{}");
    row.entry.actor = {.kind = ActorKind::local, .id = "1000", .name = "", .origin = ""};

    CHECK(contains(printed(row), "  1000  "));
}

TEST_CASE("fields that did not change are not shown")
{
    const AuditRow row = sample(
        1,
        "user.update",
        R"({"before":{"name":"ann","email":"a@b.c"},"after":{"name":"ann","email":"d@b.c"}})");

    CHECK(contains(printed(row), "email: a@b.c -> d@b.c"));
    CHECK_FALSE(contains(printed(row), "name:"));
}

TEST_CASE("a change of another shape is shown without its details")
{
    for (const char* change : {"", "{", "7", R"({"before":1,"after":2})", R"({"after":{"a":1}})"}) {
        CAPTURE(change);
        CHECK(contains(printed(sample(1, "key.update", change)), "key.update"));
    }
    CHECK(contains(
        printed(sample(1, "key.rotate", R"({"before":{"secrets":1},"after":{"secrets":[7]}})")),
        "null"));
}

TEST_CASE("what stands in the trail cannot command the terminal")
{
    AuditRow row =
        sample(1, "key.update", R"({"before":{"name":"a"},"after":{"name":"\u001b[31m"}})");
    row.entry.actor.name = "\x1b[31mann";

    CHECK_FALSE(contains(printed(row), "\x1b"));
}

}  // namespace azen::cli

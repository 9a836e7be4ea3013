#include <doctest/doctest.h>

#include "cli/output/status_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

StatusReport sample()
{
    return {.store = {.path = "/data/azen.db",
                      .info = StoreInfo{.schema_version = 1,
                                        .size_bytes = 4096,
                                        .keys = 2,
                                        .memories = 3,
                                        .master_key_id = "0123456789abcdef"},
                      .master_key = MasterKeyState::usable},
            .server = {.base_url = "https://api.azen.sh",
                       .contacted = true,
                       .http_status = 200,
                       .key = KeyState::unchecked}};
}

std::string printed(const StatusReport& report, OutputFormat format)
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_status(context, report, format);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("a store and a server without trouble are usable, and so is what is not there yet")
{
    CHECK(sample().is_usable());
    CHECK(StatusReport{.store = {.path = "x"}, .server = {.base_url = "y"}}.is_usable());
}

TEST_CASE("any trouble makes it unusable")
{
    StatusReport damaged = sample();
    damaged.store.problem = "damaged";
    StatusReport unreachable = sample();
    unreachable.server.problem = "no answer";
    StatusReport wrong_key = sample();
    wrong_key.store.master_key = MasterKeyState::wrong;
    StatusReport missing_key = sample();
    missing_key.store.master_key = MasterKeyState::missing;
    StatusReport refused = sample();
    refused.server.key = KeyState::refused;

    CHECK_FALSE(damaged.is_usable());
    CHECK_FALSE(unreachable.is_usable());
    CHECK_FALSE(wrong_key.is_usable());
    CHECK_FALSE(missing_key.is_usable());
    CHECK_FALSE(refused.is_usable());
}

TEST_CASE("people are told in words")
{
    const std::string text = printed(sample(), OutputFormat::table);

    CHECK(test::contains(text, "store       /data/azen.db\n"));
    CHECK(test::contains(text, "schema 1, 4096 bytes, keys: 2, memories: 3"));
    CHECK(test::contains(text, "master key  usable\n"));
    CHECK(test::contains(text, "answers (HTTP 200)"));
    CHECK(test::contains(text, "--check-key"));
}

TEST_CASE("scripts get every field, whatever the state")
{
    test::check_golden("tests/golden/json/status.json", printed(sample(), OutputFormat::json));
    test::check_golden(
        "tests/golden/json/status-empty.json",
        printed({.store = {.path = "/data/azen.db"}, .server = {.base_url = "https://api.azen.sh"}},
                OutputFormat::json));
}

}  // namespace azen::cli

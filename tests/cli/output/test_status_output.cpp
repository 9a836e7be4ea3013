#include <utility>

#include <doctest/doctest.h>

#include "cli/output/status_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

const Output as_json{.format = OutputFormat::json};
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

std::string printed(const StatusReport& report, const Output& output)
{
    test::Console console;
    console.with_context([&](Context& context) {
        print_status(context, report, output);
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
    const std::string text = printed(sample(), {});

    CHECK(test::contains(text, "store       /data/azen.db\n"));
    CHECK(test::contains(text, "schema 1, 4096 bytes, keys: 2, memories: 3"));
    CHECK(test::contains(text, "master key  usable\n"));
    CHECK(test::contains(text, "answers (HTTP 200)"));
    CHECK(test::contains(text, "--check-key"));
}

TEST_CASE("the whole report is as agreed on")
{
    test::check_golden("tests/golden/text/status.txt", printed(sample(), {}));
}

TEST_CASE("what is wrong is said instead of what is there")
{
    StatusReport report = sample();
    report.store.problem = "the file is damaged";
    report.server.problem = "no answer";
    report.store.master_key = MasterKeyState::wrong;

    const std::string text = printed(report, {});

    CHECK(test::contains(text, "the file is damaged\n"));
    CHECK_FALSE(test::contains(text, "schema 1"));
    CHECK(test::contains(text, "no answer\n"));
    CHECK(test::contains(text, "not the one that the stored memories need\n"));
}

TEST_CASE("every state of the master key and of the API key has its words")
{
    for (const auto& [state, words] :
         {std::pair{MasterKeyState::none, "none yet"},
          std::pair{MasterKeyState::missing, "missing, and the stored memories need it"},
          std::pair{MasterKeyState::unusable, "not to be read as a key"}}) {
        StatusReport report = sample();
        report.store.master_key = state;
        CHECK(test::contains(printed(report, {}), words));
    }
    for (const auto& [state, words] : {std::pair{KeyState::none, "none given"},
                                       std::pair{KeyState::accepted, "API key     accepted\n"},
                                       std::pair{KeyState::refused, "not accepted"}}) {
        StatusReport report = sample();
        report.server.key = state;
        CHECK(test::contains(printed(report, {}), words));
    }
}

TEST_CASE("scripts get every field, whatever the state")
{
    test::check_golden("tests/golden/json/status.json", printed(sample(), as_json));
    test::check_golden(
        "tests/golden/json/status-empty.json",
        printed({.store = {.path = "/data/azen.db"}, .server = {.base_url = "https://api.azen.sh"}},
                as_json));
}

}  // namespace azen::cli

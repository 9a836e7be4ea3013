#include <array>
#include <sstream>

#include <doctest/doctest.h>

#include "cli/output/store_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using azen::store_check::Outcome;
using azen::store_check::Part;
using test::contains;

StoreInfo sample_info()
{
    return {.schema_version = 6,
            .size_bytes = 81'920,
            .log_bytes = 4'152,
            .keys = 3,
            .memories = 2,
            .organizations = 1,
            .users = 1,
            .sessions = 0,
            .audit_entries = 7,
            .journal = {.rows = 9, .last = 12, .folded_through = 8},
            .master_key_id = "0123456789abcdef",
            .needed_master_keys = {"0123456789abcdef"}};
}

const std::array parts{
    Part{.name = "schema", .outcome = Outcome::passed, .detail = "version 6"},
    Part{.name = "integrity", .outcome = Outcome::unusable, .detail = "page 3 is no page"},
    Part{.name = "memories", .outcome = Outcome::skipped, .detail = "the store does not open"},
    Part{.name = "modes", .outcome = Outcome::finding, .detail = "/a is open to other users"}};

const StoreBackup backup{.file = "/backups/azen.db",
                         .info = sample_info(),
                         .master_key_file = "/backups/azen.db.master-key"};
const StoreRestore restored{.store = "/data/azen.db",
                            .info = sample_info(),
                            .replaced = "/data/azen.db.replaced-1",
                            .master_key = MasterKeyState::missing};
const Rekeyed rekeyed{.key_id = "0123456789abcdef",
                      .is_new = true,
                      .sealed = 40,
                      .closed = 2,
                      .remaining = 2,
                      .dropped = {"fedcba9876543210"},
                      .kept = 1};

/// Everything there is to print, one after another.
std::string shown(const Output& output)
{
    test::Console console;
    std::string all;
    const auto show = [&](auto print) {
        console.with_context([&](Context& context) {
            print(context);
            return 0;
        });
        all += console.out() + (output.is_for_people() ? console.err() : "");
    };
    show([&](Context& context) {
        print_store_info(context, "/data/azen.db", sample_info(), output);
    });
    show([&](Context& context) { print_store_check(context, "/data/azen.db", parts, output); });
    show([&](Context& context) { print_store_backup(context, backup, output); });
    show([&](Context& context) { print_store_restore(context, restored, output); });
    show([&](Context& context) { print_rekeyed(context, rekeyed, output); });
    return all;
}

}  // namespace

TEST_CASE("the store as people see it")
{
    test::check_golden("tests/golden/text/store.txt", shown({}));
}

TEST_CASE("the store as scripts see it")
{
    test::check_golden("tests/golden/json/store.jsonl", shown({.format = OutputFormat::jsonl}));
}

TEST_CASE("what a schema does not have is null, and a word for people")
{
    StoreInfo old = sample_info();
    old.sessions = std::nullopt;
    old.master_key_id = std::nullopt;
    test::Console console;
    const auto print = [&](const Output& output) {
        console.with_context([&](Context& context) {
            print_store_info(context, "/a", old, output);
            return 0;
        });
        return console.out();
    };

    CHECK(contains(print({.format = OutputFormat::jsonl}), R"("sessions":null)"));
    CHECK(contains(print({}), "none: its schema is older"));
    CHECK(contains(print({}), "none: no memory needs one"));
}

}  // namespace azen::cli

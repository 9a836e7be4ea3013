#include <filesystem>

#include <doctest/doctest.h>

#include "cli/in_store.h"
#include "cli/support/accounts.h"
#include "cli/support/console.h"

namespace azen::cli {
namespace {

using test::contains;

Result<int> add_user(Transaction& transaction)
{
    TRY(transaction.accounts().insert(test::sample_user("ann")));
    return 1;
}

}  // namespace

TEST_CASE("what succeeded is kept")
{
    test::Console console;

    const auto result = console.with_context(
        [](Context& context) { return in_store({}, context, WhenAbsent::make, add_user); });

    CHECK(result == 1);
    CHECK(test::stored_user(console, "ann").has_value());
}

TEST_CASE("of what failed nothing is kept")
{
    test::Console console;
    console.create_key("ci");

    const auto result = console.with_context([](Context& context) {
        return in_store(
            {}, context, WhenAbsent::refuse, [](Transaction& transaction) -> Result<int> {
                TRY(add_user(transaction));
                return fail(ErrorKind::conflict, "no");
            });
    });

    CHECK(result.error().kind == ErrorKind::conflict);
    CHECK_FALSE(test::stored_user(console, "ann").has_value());
}

TEST_CASE("a listing of no store is empty, says so, and makes none")
{
    test::Console console;

    const auto users = console.with_context([](Context& context) {
        return list_in_store(
            {}, context, [](Transaction& transaction) { return transaction.accounts().users({}); });
    });

    REQUIRE(users.has_value());
    CHECK(users->empty());
    CHECK(contains(console.err(), "there is no store at"));
    CHECK_FALSE(std::filesystem::exists(console.store()));
}

}  // namespace azen::cli

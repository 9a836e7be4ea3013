#include <array>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/output/account_output.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

constexpr Timestamp now = test::FakeClock::default_start;

User sample_user()
{
    return {.id = "user-id",
            .name = "ann",
            .email = "ann@example.org",
            .password_hash = "scrypt$never shown",
            .created_at = now - std::chrono::days{3},
            .updated_at = now};
}

Organization sample_organization()
{
    return {.id = "organization-id",
            .name = "acme",
            .slug = "acme",
            .created_at = now - std::chrono::days{3}};
}

NamedMember sample_member()
{
    return {{.id = "member-id",
             .organization_id = "organization-id",
             .user_id = "user-id",
             .role = Role::owner,
             .created_at = now - std::chrono::days{3}},
            sample_user()};
}

NamedSession sample_session()
{
    return {{.id = "session-id",
             .user_id = "user-id",
             .address = "127.0.0.1",
             .agent = "curl/8",
             .expires_at = now + std::chrono::days{7},
             .created_at = now,
             .updated_at = now},
            sample_user()};
}

/// All four listings, in one form.
std::string shown(const Output& output)
{
    test::Console console;
    console.with_context([&output](Context& context) {
        const std::array users{sample_user()};
        const std::array organizations{sample_organization()};
        const std::array members{sample_member()};
        const std::array sessions{sample_session()};
        print_users(context, users, {}, output);
        print_organizations(context, organizations, {}, output);
        print_members(context, members, output);
        print_sessions(context, sessions, {}, output);
        return 0;
    });
    return console.out();
}

}  // namespace

TEST_CASE("accounts look to people as was agreed on")
{
    test::check_golden("tests/golden/text/accounts.txt", shown({}));
}

TEST_CASE("accounts look to scripts as was agreed on")
{
    test::check_golden("tests/golden/json/accounts.jsonl", shown({.format = OutputFormat::jsonl}));
}

TEST_CASE("nothing of a password is shown in any form")
{
    for (const OutputFormat format : {OutputFormat::table,
                                      OutputFormat::json,
                                      OutputFormat::jsonl,
                                      OutputFormat::csv,
                                      OutputFormat::name}) {
        CHECK_FALSE(test::contains(shown({.format = format}), "scrypt"));
    }
}

TEST_CASE("a user says whether it can sign in")
{
    User user = sample_user();
    const auto state = [&user] {
        test::Console console;
        console.with_context([&user](Context& context) {
            print_users(context, {&user, 1}, {}, {});
            return 0;
        });
        return console.out();
    };

    CHECK(test::contains(state(), "enabled"));
    user.disabled_at = now;
    CHECK(test::contains(state(), "disabled"));
    user.disabled_at.reset();
    user.password_hash.clear();
    CHECK(test::contains(state(), "no password"));
}

}  // namespace azen::cli

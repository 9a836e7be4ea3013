#include <doctest/doctest.h>

#include "core/service/session_service.h"
#include "core/service/user_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using user_service::Credentials;
using user_service::Enabled;

namespace {

struct Fixture {
    Result<User> create(std::string_view name, std::optional<std::string> email = {})
    {
        std::optional<Credentials> credentials;
        if (email) {
            credentials = Credentials{.email = *email, .password_hash = "hash"};
        }
        return user_service::create(
            transaction->accounts(), name, credentials, random, FakeClock::default_start);
    }
    User find(std::string_view reference)
    {
        return must(user_service::find(transaction->accounts(), reference));
    }
    std::size_t sign_in(const User& user)
    {
        must(session_service::open(
            *transaction, {.user_id = user.id}, random, FakeClock::default_start));
        return sessions_of(user);
    }
    std::size_t sessions_of(const User& user)
    {
        return must(transaction->sessions().list(user.id, {})).size();
    }

    TempDir directory;
    FakeRandom random;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    std::unique_ptr<Transaction> transaction = must(store->begin(Durability::power_loss));
    Timestamp now = FakeClock::default_start;
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a user is made with an address in lower case")
{
    const User ann = must(create("ann", "Ann@Example.ORG"));

    CHECK(find(ann.id).email == "ann@example.org");
    CHECK(find("ann").password_hash == "hash");
    CHECK(find("ann@example.org").created_at == now);
    CHECK(ann.id.size() == 36);
}

TEST_CASE_FIXTURE(Fixture, "a user without credentials has neither address nor password")
{
    must(create("robot"));

    CHECK_FALSE(find("robot").email.has_value());
    CHECK(find("robot").password_hash.empty());
}

TEST_CASE_FIXTURE(Fixture, "names and addresses are taken once, in any case of letters")
{
    must(create("ann", "ann@example.org"));

    CHECK(create("ann").error().kind == ErrorKind::conflict);
    CHECK(create("ann2", "ANN@example.org").error().kind == ErrorKind::conflict);
    CHECK(create("ann2", "ann2@example.org").has_value());
}

TEST_CASE("an address has a name before and behind one @, and no spaces")
{
    CHECK(user_service::check_email("a@b").has_value());
    for (const char* text : {"", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\n", "ab"}) {
        CAPTURE(text);
        CHECK(user_service::check_email(text).error().kind == ErrorKind::invalid);
    }
    CHECK_FALSE(user_service::check_email(std::string(250, 'a') + "@b.org").has_value());
}

TEST_CASE_FIXTURE(Fixture, "names out of range are refused")
{
    CHECK(create("").error().kind == ErrorKind::invalid);
    CHECK(create(std::string(65, 'x')).error().kind == ErrorKind::invalid);
    CHECK(create("a", "no address").error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "who is not there is not found, and the nearest name is suggested")
{
    must(create("alexandra"));

    const auto found = user_service::find(transaction->accounts(), "alexandre");

    CHECK(found.error().kind == ErrorKind::not_found);
    CHECK(found.error().hint == "did you mean \"alexandra\"?");
}

TEST_CASE_FIXTURE(Fixture, "new credentials replace the old ones and end all sessions")
{
    const User ann = must(create("ann", "ann@example.org"));
    CHECK(sign_in(ann) == 1);

    must(user_service::set_credentials(
        *transaction, "ann", {.email = "a@example.org", .password_hash = "new"}, now));

    CHECK(find("ann").password_hash == "new");
    CHECK(find("ann").email == "a@example.org");
    CHECK(sessions_of(ann) == 0);
}

TEST_CASE_FIXTURE(Fixture, "another user's address cannot be taken over")
{
    must(create("ann", "ann@example.org"));
    must(create("bob", "bob@example.org"));

    const auto changed = user_service::set_credentials(
        *transaction, "bob", {.email = "ann@example.org", .password_hash = "new"}, now);

    CHECK(changed.error().kind == ErrorKind::conflict);
    CHECK(find("bob").password_hash == "hash");
}

TEST_CASE_FIXTURE(Fixture, "disabling ends the sessions, enabling opens none")
{
    const User ann = must(create("ann", "ann@example.org"));
    const User bob = must(create("bob", "bob@example.org"));
    sign_in(ann);
    sign_in(bob);

    CHECK(must(user_service::set_enabled(*transaction, "ann", Enabled::no, now)).disabled_at ==
          now);
    CHECK(sessions_of(ann) == 0);
    CHECK(sessions_of(bob) == 1);
    must(user_service::set_enabled(*transaction, "ann", Enabled::yes, now));
    CHECK_FALSE(find("ann").disabled_at.has_value());
    CHECK(sessions_of(ann) == 0);
}

TEST_CASE_FIXTURE(Fixture, "disabling again keeps the moment of the first time")
{
    must(create("ann"));
    must(user_service::set_enabled(*transaction, "ann", Enabled::no, now));

    const User again = must(
        user_service::set_enabled(*transaction, "ann", Enabled::no, now + std::chrono::hours{1}));

    CHECK(again.disabled_at == now);
}

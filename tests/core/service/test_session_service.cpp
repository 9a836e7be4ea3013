#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <doctest/doctest.h>

#include "core/base/codec.h"
#include "core/service/session_service.h"
#include "core/service/user_service.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/fake_clock.h"
#include "support/fake_random.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;
using session_service::OpenedSession;

namespace {

/// The user ann, and one open transaction.
struct Fixture {
    OpenedSession open(Remember remember = Remember::yes)
    {
        return must(
            session_service::open(*transaction,
                                  {.user_id = ann.id,
                                   .client = {.address = "10.0.0.1", .agent = "curl\x1b[2J"},
                                   .remember = remember},
                                  random,
                                  now));
    }
    std::optional<session_service::FoundSession> find(std::string_view token, Timestamp when)
    {
        return must(session_service::find(*transaction, token, when));
    }

    TempDir directory;
    FakeRandom random;
    Timestamp now = FakeClock::default_start;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory / "azen.db"));
    std::unique_ptr<Transaction> transaction = must(store->begin(Durability::power_loss));
    User ann = must(user_service::create(transaction->accounts(), "ann", {}, random, now));
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a session is found by its token, and by nothing else of it")
{
    const OpenedSession opened = open();

    const auto found = find(opened.token.reveal(), now);

    REQUIRE(found.has_value());
    CHECK(found->session.id == opened.session.id);
    CHECK(found->session.user_id == ann.id);
    CHECK_FALSE(found->session.organization_id.has_value());
    CHECK(found->session.address == "10.0.0.1");
    CHECK(found->session.agent == "curl?[2J");
    CHECK_FALSE(find(opened.session.id, now).has_value());
    CHECK_FALSE(find("", now).has_value());
    CHECK_FALSE(find(std::string(43, '0'), now).has_value());
}

TEST_CASE_FIXTURE(Fixture, "tokens are long, plain, and never the same")
{
    std::set<std::string> tokens;
    for (int i = 0; i < 20; ++i) {
        tokens.emplace(open().token.reveal());
    }

    CHECK(tokens.size() == 20);
    CHECK(tokens.begin()->size() == 43);
    CHECK(tokens.begin()->find_first_not_of(base62_digits) == std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a session that is not used ends after seven days")
{
    const OpenedSession opened = open();
    const Timestamp end = now + std::chrono::days{7};

    CHECK(opened.session.expires_at == end);
    CHECK_FALSE(find(opened.token.reveal(), end).has_value());
    CHECK(find(opened.token.reveal(), end - milliseconds{1}).has_value());
}

TEST_CASE_FIXTURE(Fixture, "use moves the end, once a day")
{
    const OpenedSession opened = open();
    const std::string_view token = opened.token.reveal();

    CHECK_FALSE(find(token, now + std::chrono::hours{23})->renewed);
    const Timestamp next_day = now + std::chrono::days{1};
    const auto renewed = find(token, next_day);
    CHECK(renewed->renewed);
    CHECK(renewed->session.expires_at == next_day + std::chrono::days{7});
    CHECK_FALSE(find(token, next_day + milliseconds{1})->renewed);
    CHECK(find(token, now + std::chrono::days{7})->session.updated_at ==
          now + std::chrono::days{7});
}

TEST_CASE_FIXTURE(Fixture, "a session that is not to be remembered ends a day after its opening")
{
    const OpenedSession brief = open(Remember::no);
    const std::string_view token = brief.token.reveal();
    const Timestamp end = now + std::chrono::days{1};

    const auto found = find(token, end - milliseconds{1});

    REQUIRE(found.has_value());
    CHECK_FALSE(found->renewed);
    CHECK(session_service::remembered(found->session) == Remember::no);
    CHECK_FALSE(find(token, end).has_value());
    CHECK(session_service::remembered(open().session) == Remember::yes);
}

TEST_CASE_FIXTURE(Fixture, "a clock that goes back moves no end")
{
    const OpenedSession opened = open();

    const auto found = find(opened.token.reveal(), now - std::chrono::days{30});

    REQUIRE(found.has_value());
    CHECK_FALSE(found->renewed);
}

TEST_CASE_FIXTURE(Fixture, "opening sweeps out what is over")
{
    open();
    now += std::chrono::days{7};

    open();

    CHECK(must(transaction->sessions().list(ann.id, {})).size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "a session's token is nowhere in the store")
{
    const OpenedSession opened = open();
    must(transaction->commit());
    transaction.reset();
    must(store->settle());

    for (const auto& entry : std::filesystem::directory_iterator{directory.path()}) {
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        CHECK(bytes.find(opened.token.reveal()) == std::string::npos);
    }
}

#include <limits>

#include <doctest/doctest.h>

#include "core/service/key_export.h"
#include "core/service/key_import.h"
#include "core/store/sqlite/sqlite_store.h"
#include "core/transfer/key_line.h"
#include "support/fake_random.h"
#include "support/recording_store.h"
#include "support/sample_portable.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};

std::vector<KeyImportItem> items_of(const std::vector<PortableKey>& keys)
{
    std::vector<KeyImportItem> items;
    for (const PortableKey& key : keys) {
        items.push_back({.line = items.size() + 1, .key = key});
    }
    return items;
}

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));
    FakeRandom random;

    KeyImportReport import(const std::vector<PortableKey>& keys, const KeyImportRules& rules = {})
    {
        return must(key_import::run(*store, random, now, items_of(keys), rules));
    }

    std::vector<std::string> lines()
    {
        std::vector<std::string> lines;
        must(key_export::for_each(*store, [&lines](const PortableKey& key) -> Result<void> {
            lines.push_back(key_line::format(key));
            return {};
        }));
        return lines;
    }

    std::int64_t count()
    {
        const auto transaction = must(store->begin(Durability::process_crash));
        return must(transaction->keys().count({}));
    }
};

KeyImportOutcome outcome_of(const KeyImportReport& report)
{
    REQUIRE(report.results.size() == 1);
    return report.results.front().outcome;
}

ErrorKind problem_of(const KeyImportReport& report)
{
    REQUIRE(outcome_of(report) == KeyImportOutcome::rejected);
    CHECK_FALSE(report.committed);
    return report.results.front().error->kind;
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "keys that were exported are the same after an import, all of each")
{
    const std::vector keys{sample_portable("ci"), sample_portable("deploy")};

    const KeyImportReport report = import(keys);

    CHECK(report.committed);
    REQUIRE(report.results.size() == 2);
    CHECK(report.results.front().outcome == KeyImportOutcome::added);
    CHECK(lines() == std::vector{key_line::format(keys[0]), key_line::format(keys[1])});
}

TEST_CASE_FIXTURE(Fixture, "what was exported from one store is the same in another")
{
    import({sample_portable("ci"), sample_portable("deploy")});
    const auto before = lines();
    TempDir elsewhere;
    store = must(open_sqlite_store(elsewhere.path() / "azen.db"));
    std::vector<KeyImportItem> items;
    for (const std::string& line : before) {
        items.push_back({.line = items.size() + 1, .key = key_line::parse(line)});
    }

    must(key_import::run(*store, random, now, items, {}));

    CHECK(lines() == before);
    store.reset();
}

TEST_CASE_FIXTURE(Fixture, "an imported secret is found, in its state")
{
    PortableKey portable = sample_portable("ci");
    portable.key.enabled = true;

    import({portable});

    const auto transaction = must(store->begin(Durability::process_crash));
    const LiveSecret current = find_one(*transaction, "secret-ci");
    REQUIRE(current.key != nullptr);
    CHECK(current.key->id() == "key-ci");
    CHECK(current.key->use() == portable.key.use);
    CHECK(find_one(*transaction, "old-ci").state == SecretState::retiring);
}

TEST_CASE_FIXTURE(Fixture, "a key that is there already is rejected, skipped or replaced")
{
    import({sample_portable("ci")});
    PortableKey changed = sample_portable("ci");
    changed.key.name = "renamed";
    changed.key.prefix = "other_";
    changed.secrets = {sample_secret("new")};

    CHECK(problem_of(import({changed})) == ErrorKind::conflict);
    CHECK(outcome_of(import({changed}, {.on_conflict = OnKeyConflict::skip})) ==
          KeyImportOutcome::skipped);
    CHECK(lines() == std::vector{key_line::format(sample_portable("ci"))});
    CHECK(outcome_of(import({changed}, {.on_conflict = OnKeyConflict::replace})) ==
          KeyImportOutcome::replaced);
    CHECK(lines() == std::vector{key_line::format(changed)});
}

TEST_CASE_FIXTURE(Fixture, "a replaced key's secrets of before lead nowhere, in every process")
{
    import({sample_portable("ci")});
    const auto other = must(open_sqlite_store(directory.path() / "azen.db"));
    {
        const auto transaction = must(other->begin(Durability::process_crash));
        REQUIRE(find_one(*transaction, "secret-ci").key != nullptr);
        must(transaction->commit());
    }
    PortableKey changed = sample_portable("ci");
    changed.secrets = {sample_secret("new")};

    import({changed}, {.on_conflict = OnKeyConflict::replace});

    const auto transaction = must(other->begin(Durability::process_crash));
    CHECK(find_one(*transaction, "secret-ci").key == nullptr);
    CHECK(find_one(*transaction, "new").key != nullptr);
}

TEST_CASE_FIXTURE(Fixture, "a replaced key stays its owner's")
{
    import({sample_portable("ci")});
    PortableKey other = sample_portable("ci");
    other.organization = Party{.id = "organization-other", .name = "other"};

    CHECK(problem_of(import({other}, {.on_conflict = OnKeyConflict::replace})) ==
          ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Fixture, "a secret that is another key's is no other's, whatever the rules")
{
    import({sample_portable("ci")});
    PortableKey thief = sample_portable("thief");
    thief.secrets = {sample_secret("secret-ci")};

    CHECK(problem_of(import({thief})) == ErrorKind::conflict);
    CHECK(problem_of(import({thief}, {.on_conflict = OnKeyConflict::replace})) ==
          ErrorKind::conflict);
    CHECK(outcome_of(import({thief}, {.on_conflict = OnKeyConflict::skip})) ==
          KeyImportOutcome::skipped);
    CHECK(count() == 1);
}

TEST_CASE_FIXTURE(Fixture, "one that is rejected keeps all others out")
{
    PortableKey bad = sample_portable("bad");
    bad.key.name = std::string(33, 'x');

    const KeyImportReport report = import({sample_portable("ci"), bad, sample_portable("ci")});

    CHECK_FALSE(report.committed);
    REQUIRE(report.results.size() == 3);
    CHECK(report.results[0].outcome == KeyImportOutcome::added);
    CHECK(report.results[1].error->kind == ErrorKind::invalid);
    CHECK(report.results[2].error->kind == ErrorKind::conflict);
    CHECK(report.results[2].line == 3);
    CHECK(count() == 0);
}

TEST_CASE_FIXTURE(Fixture, "a line that could not be read is a rejection with its number")
{
    const std::vector<KeyImportItem> items{
        {.line = 7, .key = fail(ErrorKind::invalid, "is no JSON")}};

    const KeyImportReport report = must(key_import::run(*store, random, now, items, {}));

    CHECK(problem_of(report) == ErrorKind::invalid);
    CHECK(report.results.front().line == 7);
    CHECK(report.results.front().id.empty());
}

TEST_CASE_FIXTURE(Fixture, "owners are found by id, and made when they are not there")
{
    add_owners(*store);
    PortableKey stranger = sample_portable("stranger");
    stranger.organization = Party{.id = "organization-new", .name = "new"};

    CHECK(import({sample_portable("ci"), stranger}).committed);

    const auto transaction = must(store->begin(Durability::process_crash));
    CHECK(must(transaction->accounts().find_organization("new"))->id == "organization-new");
    CHECK(find_one(*transaction, "secret-ci").key->organization_id() == "organization-acme");
}

TEST_CASE_FIXTURE(Fixture, "several organizations are made, each with a slug of its own")
{
    PortableKey one = sample_portable("one");
    one.organization = Party{.id = "organization-one", .name = "one"};
    PortableKey two = sample_portable("two");
    two.organization = Party{.id = "organization-two", .name = "two"};

    CHECK(import({one, two}).committed);

    const auto transaction = must(store->begin(Durability::process_crash));
    CHECK(must(transaction->accounts().find_slug("one"))->id == "organization-one");
    CHECK(must(transaction->accounts().find_slug("two"))->id == "organization-two");
}

TEST_CASE_FIXTURE(Fixture, "an owner of the same name and another id is not taken for the same")
{
    add_owners(*store);
    PortableKey key = sample_portable("ci");
    key.organization = Party{.id = "another-id", .name = "acme"};

    CHECK(problem_of(import({key})) == ErrorKind::conflict);
    CHECK(import({key}, {.organization = "acme"}).committed);
    CHECK(listed(*store, "key-ci").organization_id == "organization-acme");
}

TEST_CASE_FIXTURE(Fixture, "the administrator may decide on the owners of all keys")
{
    import({sample_portable("ci"), sample_portable("deploy")},
           {.organization = "theirs", .user = "me"});

    CHECK(listed(*store, "key-ci").organization_id == listed(*store, "key-deploy").organization_id);
    const auto transaction = must(store->begin(Durability::process_crash));
    const auto organization = must(transaction->accounts().find_organization("theirs"));
    REQUIRE(organization.has_value());
    CHECK(find_one(*transaction, "secret-ci").key->organization_id() == organization->id);
    CHECK(must(transaction->accounts().find_user("me")).has_value());
}

TEST_CASE_FIXTURE(Fixture, "a key of nobody's stays one")
{
    PortableKey key = sample_portable("stray");
    key.organization.reset();
    key.user.reset();

    CHECK(import({key}).committed);
    CHECK(listed(*store, "key-stray").organization_id.empty());
}

TEST_CASE_FIXTURE(Fixture, "what no key may be is refused")
{
    const auto problem = [this](auto change) {
        PortableKey portable = sample_portable("ci");
        change(portable);
        return problem_of(import({portable}));
    };

    CHECK(problem([](PortableKey& p) { p.key.id.clear(); }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.key.start = std::string(52, 'a'); }) ==
          ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.key.prefix = "a b"; }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.key.use.quota.remaining = -1; }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) {
              p.key.use.request_count = std::numeric_limits<std::int64_t>::max();
          }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.secrets.front().grace = milliseconds::max(); }) ==
          ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.key.metadata = "[]"; }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) {
              p.key.metadata = R"({"a":)" + std::string(64, '[') + std::string(64, ']') + "}";
          }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.secrets.clear(); }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.secrets.front().state = SecretState::active; }) ==
          ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.key.revoked_at = now; }) == ErrorKind::invalid);
    CHECK(problem([](PortableKey& p) { p.user->name = std::string(65, 'u'); }) ==
          ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "a store that fails is no rejection")
{
    RecordingStore failing{*store};
    failing.script.fail_commit = true;

    const auto report =
        key_import::run(failing, random, now, items_of({sample_portable("ci")}), {});

    REQUIRE_FALSE(report.has_value());
    CHECK(report.error().kind == ErrorKind::store);
    CHECK(count() == 0);
}

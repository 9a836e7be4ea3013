#include <doctest/doctest.h>

#include "core/service/key_export.h"
#include "core/store/sqlite/sqlite_store.h"
#include "support/sample_keys.h"
#include "support/temp_dir.h"

using namespace azen;
using namespace azen::test;

namespace {

struct Fixture {
    TempDir directory;
    std::unique_ptr<Store> store = must(open_sqlite_store(directory.path() / "azen.db"));

    Fixture() { add_owners(*store); }

    std::vector<PortableKey> exported()
    {
        std::vector<PortableKey> keys;
        must(key_export::for_each(*store, [&keys](const PortableKey& key) -> Result<void> {
            keys.push_back(key);
            return {};
        }));
        return keys;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a key comes with its secrets and its owners' names")
{
    add_key(*store, sample_key("ci"));
    add_key(*store, sample_key("deploy"));

    const auto keys = exported();

    REQUIRE(keys.size() == 2);
    CHECK(keys.front().key.name == "ci");
    CHECK(keys.front().organization == Party{.id = "organization-acme", .name = "acme"});
    CHECK(keys.front().user == Party{.id = "user-ann", .name = "ann"});
    REQUIRE(keys.back().secrets.size() == 1);
    CHECK(keys.back().secrets.front().hash == hash_of("secret-deploy"));
}

TEST_CASE_FIXTURE(Fixture, "what was counted and is not folded yet is in it")
{
    add_key(*store, sample_key("ci"));
    charge(*store, "secret-ci");

    CHECK(exported().front().key.use.request_count == 1);
}

TEST_CASE_FIXTURE(Fixture, "a key of nobody's has no owners")
{
    ApiKey key = sample_key("stray");
    key.organization_id.clear();
    key.user_id.clear();
    add_key(*store, key);

    CHECK_FALSE(exported().front().organization);
    CHECK_FALSE(exported().front().user);
}

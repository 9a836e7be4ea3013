#include <doctest/doctest.h>

#include "core/memory/keyring.h"
#include "support/fake_random.h"
#include "support/sample_keyring.h"
#include "support/sample_keys.h"

namespace azen {
namespace {

using test::must;
using test::sample_master_key;
using test::sample_master_keys;

/// A keyring, and the place its keys come from.
struct Fixture {
    std::string id(unsigned char value)
    {
        return Cipher{sample_master_key(value), random}.key_id();
    }

    test::FakeRandom random;
    std::vector<unsigned char> kept{1};
    bool is_readable = true;
    int reads = 0;
    Keyring keyring{sample_master_keys({1}),
                    [this]() -> Result<std::vector<MasterKey>> {
                        ++reads;
                        return is_readable
                                   ? Result<std::vector<MasterKey>>{sample_master_keys(kept)}
                                   : fail(ErrorKind::store, "the disk is gone");
                    },
                    random};
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a key is found by its id, and nothing is read for it")
{
    const auto key = must(keyring.find(id(1)));

    CHECK(key->cipher.key_id() == id(1));
    CHECK(reads == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a key that was added meanwhile is found, and is the newest from then on")
{
    kept = {2, 1};

    CHECK(must(keyring.find(id(2)))->cipher.key_id() == id(2));

    CHECK(reads == 1);
    REQUIRE(keyring.keys().size() == 2);
    CHECK(keyring.keys().front()->cipher.key_id() == id(2));
    CHECK(keyring.keys().back()->cipher.key_id() == id(1));
}

TEST_CASE_FIXTURE(Fixture, "a key that was taken out is known as long as the keyring lives")
{
    kept = {2};

    must(keyring.find(id(2)));

    CHECK(must(keyring.find(id(1)))->cipher.key_id() == id(1));
}

TEST_CASE_FIXTURE(Fixture, "a key that is nowhere is an error that names it")
{
    const auto absent = keyring.find(id(3));

    REQUIRE_FALSE(absent.has_value());
    CHECK(absent.error().kind == ErrorKind::store);
    CHECK(absent.error().message.find(id(3)) != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "keys that cannot be read again leave those that are known")
{
    is_readable = false;

    CHECK(keyring.find(id(2)).error().message == "the disk is gone");
    CHECK(must(keyring.find(id(1)))->cipher.key_id() == id(1));
}

TEST_CASE_FIXTURE(Fixture, "what does not say which key it needs makes nobody read all the time")
{
    kept = {2, 1};

    CHECK(keyring.refresh_sometimes());
    CHECK(keyring.keys().size() == 2);
    CHECK_FALSE(keyring.refresh_sometimes());
    CHECK(reads == 1);
}

}  // namespace azen

#include <string>

#include <doctest/doctest.h>

#include "core/account/password.h"
#include "support/fake_random.h"

using namespace azen;
using azen::test::FakeRandom;

namespace {

constexpr PasswordCost cheap{.log_n = 4, .block = 8, .parallel = 1};

}  // namespace

TEST_CASE("a password matches what was made of it, and no other does")
{
    FakeRandom random;
    const std::string stored = password::hash("correct horse", cheap, random);

    CHECK(password::matches("correct horse", stored));
    CHECK_FALSE(password::matches("correct horse ", stored));
    CHECK_FALSE(password::matches("Correct horse", stored));
    CHECK_FALSE(password::matches("", stored));
}

TEST_CASE("the same password is stored differently each time")
{
    FakeRandom random;

    CHECK(password::hash("correct horse", cheap, random) !=
          password::hash("correct horse", cheap, random));
}

// RFC 7914, section 12: scrypt of "password" with salt "NaCl" (the first 32 bytes of 64 are the
// same, as the last step is PBKDF2).
TEST_CASE("the hash is scrypt as the standard has it")
{
    const std::string stored = "scrypt$10$8$16$TmFDbA$_bq-HJ00cgB4VucZDQHp_nxq18vII3gw53N2Y0s3MWI";

    CHECK(password::matches("password", stored));
    CHECK_FALSE(password::matches("Password", stored));
}

TEST_CASE("the cost is kept with each password")
{
    FakeRandom random;
    const std::string stored = password::hash("correct horse", cheap, random);
    const PasswordCost dearer{.log_n = 5, .block = 8, .parallel = 1};

    CHECK(stored.starts_with("scrypt$4$8$1$"));
    CHECK_FALSE(password::is_outdated(stored, cheap));
    CHECK(password::is_outdated(stored, dearer));
    CHECK(password::matches("correct horse", password::hash("correct horse", dearer, random)));
}

TEST_CASE("what is not in the form matches nothing, and does not hurt")
{
    for (const char* text : {"",
                             "scrypt",
                             "plain$correct horse",
                             "scrypt$4$8$1$AAAA",
                             "scrypt$4$8$1$$AAAA",
                             "scrypt$60$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                             "scrypt$0$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                             "scrypt$4$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA$more",
                             "scrypt$-4$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}) {
        CAPTURE(text);
        CHECK_FALSE(password::matches("correct horse", text));
        CHECK(password::is_outdated(text, cheap));
    }
}

TEST_CASE("a decoy is compared at the same cost, and matches nothing")
{
    const std::string decoy = password::decoy(cheap);

    CHECK(decoy.starts_with("scrypt$4$8$1$"));
    CHECK_FALSE(password::is_outdated(decoy, cheap));
    CHECK_FALSE(password::matches("", decoy));
    CHECK_FALSE(password::matches("correct horse", decoy));
}

TEST_CASE("the default cost can be paid")
{
    FakeRandom random;
    const std::string stored = password::hash("correct horse", PasswordCost{}, random);

    CHECK(stored.starts_with("scrypt$15$8$3$"));
    CHECK(password::matches("correct horse", stored));
}

TEST_CASE("a password has 8 to 128 characters, however many bytes these take")
{
    CHECK_FALSE(password::check("1234567").has_value());
    CHECK(password::check("12345678").has_value());
    CHECK(password::check("äöüßäöüß").has_value());
    CHECK_FALSE(password::check("äöüß").has_value());
    CHECK(password::check(std::string(128, 'x')).has_value());
    CHECK_FALSE(password::check(std::string(129, 'x')).has_value());
}

TEST_CASE("a refused password is not quoted")
{
    CHECK(password::check("geheim").error().message.find("geheim") == std::string::npos);
}

#include <array>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/master_key_choice.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

using test::Console;
using test::contains;

const std::string digits(64, 'a');
const std::string other_digits(64, 'b');

struct Fixture {
    MasterKeySources sources() const { return {.beside_store = beside}; }

    Result<ChosenMasterKeys> require(const MasterKeySources& sources,
                                     const std::vector<std::string>& needed = {})
    {
        return console.with_context(
            [&](Context& context) { return require_master_keys(sources, needed, context); });
    }

    void write(const std::filesystem::path& file, const std::string& text) const
    {
        std::ofstream{file} << text;
        std::filesystem::permissions(file, std::filesystem::perms{0600});
    }

    std::string id_of(const std::string& hex_digits)
    {
        const MasterKeySources sources{.environment = hex_digits, .beside_store = beside};
        return master_key_id((*find_master_keys(sources))->keys.front(), console.random);
    }

    Console console;
    std::filesystem::path beside = console.home() / "azen.db.master-key";
};

}  // namespace

TEST_CASE("the sources are a named file, the environment and a file beside the store")
{
    const Environment environment{{{"AZEN_MASTER_KEY", digits}}};

    const MasterKeySources sources = master_key_sources("/named", "/data/azen.db", environment);

    CHECK(sources.named_file == "/named");
    CHECK(sources.environment == digits);
    CHECK(sources.beside_store == "/data/azen.db.master-key");
}

TEST_CASE_FIXTURE(Fixture, "a named file beats the environment, which beats the file beside")
{
    write(console.home() / "named", digits);
    write(beside, other_digits);

    const auto named = find_master_keys({.named_file = console.home() / "named",
                                         .environment = other_digits,
                                         .beside_store = beside});
    const auto environment = find_master_keys({.environment = digits, .beside_store = beside});
    const auto file = find_master_keys({.beside_store = beside});

    CHECK((*named)->origin == (console.home() / "named").string());
    CHECK((*environment)->origin == "AZEN_MASTER_KEY");
    CHECK((*file)->origin == beside.string());
}

TEST_CASE_FIXTURE(Fixture, "with none, a key is made once, for its owner only, and said so")
{
    const auto made = require(sources());
    const std::string said = console.err();
    const auto again = require(sources());

    REQUIRE(made.has_value());
    CHECK(contains(said, beside.string()));
    CHECK(console.err().empty());
    CHECK(master_key_id(made->keys.front(), console.random) ==
          master_key_id(again->keys.front(), console.random));
    CHECK((std::filesystem::status(beside).permissions() & std::filesystem::perms{0777}) ==
          std::filesystem::perms{0600});
}

TEST_CASE_FIXTURE(Fixture, "the key that the memories need is accepted")
{
    const MasterKeySources given{.environment = digits, .beside_store = beside};

    CHECK(require(given, {id_of(digits)}).has_value());
    CHECK_FALSE(std::filesystem::exists(beside));
}

TEST_CASE_FIXTURE(Fixture, "another key than the memories need is refused")
{
    const auto refused =
        require({.environment = other_digits, .beside_store = beside}, {id_of(digits)});

    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK_FALSE(refused.error().hint.empty());
    CHECK_FALSE(contains(refused.error().message, other_digits.substr(0, 8)));
}

TEST_CASE_FIXTURE(Fixture, "no new key is made over memories that need an old one")
{
    const auto refused = require(sources(), {id_of(digits)});

    CHECK(refused.error().kind == ErrorKind::invalid);
    CHECK(contains(refused.error().hint, beside.string()));
    CHECK_FALSE(std::filesystem::exists(beside));
}

TEST_CASE_FIXTURE(Fixture, "what is there but no key is refused without being quoted")
{
    write(beside, "not-hexadecimal");

    const auto file = find_master_keys(sources());
    const auto environment = find_master_keys({.environment = "xyzzy", .beside_store = beside});
    const auto absent =
        find_master_keys({.named_file = console.home() / "absent", .beside_store = beside});

    CHECK(file.error().kind == ErrorKind::invalid);
    CHECK(environment.error().kind == ErrorKind::invalid);
    CHECK(contains(environment.error().message, "AZEN_MASTER_KEY"));
    CHECK_FALSE(contains(environment.error().message, "xyzzy"));
    CHECK(absent.error().kind == ErrorKind::invalid);
}

TEST_CASE_FIXTURE(Fixture, "every key that memories need has to be there, among others")
{
    const MasterKeySources both{.environment = digits + "," + other_digits, .beside_store = beside};

    CHECK(require(both, {id_of(digits), id_of(other_digits)}).has_value());
    CHECK(require(both, {id_of(other_digits)}).has_value());
    CHECK_FALSE(require({.environment = digits, .beside_store = beside},
                        {id_of(digits), id_of(other_digits)})
                    .has_value());
}

TEST_CASE_FIXTURE(Fixture, "a keyring looks into its sources again when it needs another key")
{
    write(beside, digits);
    const auto keyring = make_keyring(**find_master_keys(sources()), sources(), console.random);
    const std::string other = id_of(other_digits);
    CHECK_FALSE(keyring->find(other).has_value());

    write(beside, other_digits + "\n" + digits);

    CHECK(keyring->find(other).has_value());
    std::filesystem::remove(beside);
    CHECK(keyring->find(other).has_value());
    CHECK(contains(keyring->find("absent").error().message, "is gone"));
}

}  // namespace azen::cli

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include <doctest/doctest.h>

#include "core/base/codec.h"
#include "core/memory/master_key.h"
#include "support/content.h"
#include "support/fake_random.h"
#include "support/temp_dir.h"

using namespace azen;
namespace fs = std::filesystem;
using azen::test::content_of;

namespace {

const std::string digits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

void write_file(const fs::path& file, const std::string& text, fs::perms mode)
{
    std::ofstream{file} << text;
    fs::permissions(file, mode);
}

constexpr fs::perms owner_only = fs::perms::owner_read | fs::perms::owner_write;

std::string hex_of(const MasterKey& key)
{
    return format_hex(key.bytes());
}

void check_is_error(const auto& result, ErrorKind kind)
{
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == kind);
}

std::ptrdiff_t files_in(const test::TempDir& directory)
{
    return std::distance(fs::directory_iterator{directory.path()}, {});
}

}  // namespace

TEST_CASE("a master key is 64 hexadecimal digits, white space around them ignored")
{
    const auto key = parse_master_keys(" \n" + digits + "\r\n");

    REQUIRE(key.has_value());
    REQUIRE(key->size() == 1);
    CHECK(key->front().bytes()[0] == std::byte{0});
    CHECK(key->front().bytes()[31] == std::byte{31});
}

TEST_CASE("several master keys have commas or white space between them")
{
    const std::string other(64, 'a');

    for (const std::string& text :
         {digits + "," + other, digits + "\n" + other + "\n", " " + digits + " , " + other}) {
        CAPTURE(text);
        const auto keys = parse_master_keys(text);

        REQUIRE(keys.has_value());
        REQUIRE(keys->size() == 2);
        CHECK(hex_of(keys->at(0)) == digits);
        CHECK(hex_of(keys->at(1)) == other);
    }
}

TEST_CASE("several keys come back from a file in their order")
{
    const test::TempDir directory;
    const auto keys = parse_master_keys(digits + "," + std::string(64, 'a')).value();

    REQUIRE(write_master_keys(directory / "keys", keys, Existing::keep).has_value());
    check_is_error(write_master_keys(directory / "keys", keys, Existing::keep),
                   ErrorKind::conflict);
    REQUIRE(write_master_keys(directory / "keys", keys, Existing::replace).has_value());

    const auto read = read_master_keys(directory / "keys").value().value();
    REQUIRE(read.size() == 2);
    CHECK(hex_of(read.at(1)) == std::string(64, 'a'));
    CHECK(fs::status(directory / "keys").permissions() == owner_only);
    CHECK(files_in(directory) == 1);
}

TEST_CASE("as many keys as are written can be read, and no more are written")
{
    const test::TempDir directory;
    test::FakeRandom random;
    std::vector<MasterKey> keys;
    while (keys.size() < 60) {
        keys.push_back(make_master_key(random));
    }

    REQUIRE(write_master_keys(directory / "keys", keys, Existing::keep).has_value());
    CHECK(read_master_keys(directory / "keys").value().value().size() == 60);
    keys.push_back(make_master_key(random));
    check_is_error(write_master_keys(directory / "keys", keys, Existing::replace),
                   ErrorKind::conflict);
    CHECK(read_master_keys(directory / "keys").value().value().size() == 60);
}

TEST_CASE("any other text is no master key, and is not repeated in the message")
{
    for (const std::string& text : {std::string{},
                                    digits.substr(1),
                                    digits.substr(2),
                                    digits + "00",
                                    "0x" + digits.substr(2),
                                    digits.substr(0, 32) + " " + digits.substr(32),
                                    std::string(64, 'g')}) {
        const auto key = parse_master_keys(text);

        CAPTURE(text);
        check_is_error(key, ErrorKind::invalid);
        CHECK(key.error().message.find("0102") == std::string::npos);
        CHECK(key.error().message.find("gggg") == std::string::npos);
    }
}

TEST_CASE("an absent key file is no error")
{
    const test::TempDir directory;

    const auto key = read_master_keys(directory / "master.key");

    REQUIRE(key.has_value());
    CHECK_FALSE(key->has_value());
}

TEST_CASE("a key file of its owner's alone is read")
{
    const test::TempDir directory;
    write_file(directory / "master.key", digits + "\n", owner_only);

    const auto key = read_master_keys(directory / "master.key");

    REQUIRE(key.has_value());
    REQUIRE(key->has_value());
    CHECK(hex_of((*key)->front()) == digits);
}

TEST_CASE("a key file that others may read or write is refused")
{
    const test::TempDir directory;

    for (const fs::perms extra : {fs::perms::group_read,
                                  fs::perms::others_read,
                                  fs::perms::group_write,
                                  fs::perms::others_exec}) {
        write_file(directory / "master.key", digits, owner_only | extra);
        const auto key = read_master_keys(directory / "master.key");

        check_is_error(key, ErrorKind::invalid);
        CHECK(key.error().hint.find("chmod 600") != std::string::npos);
    }
}

TEST_CASE("a key file that holds something else is refused")
{
    const test::TempDir directory;

    for (const std::string& text :
         {std::string{}, digits.substr(1), digits + "0", digits + std::string(1000, ' ') + "x"}) {
        write_file(directory / "master.key", text, owner_only);
        check_is_error(read_master_keys(directory / "master.key"), ErrorKind::invalid);
    }
}

TEST_CASE("what is no regular file is refused without waiting for it")
{
    const test::TempDir directory;
    REQUIRE(::mkfifo((directory / "fifo").c_str(), 0600) == 0);
    fs::create_directory(directory / "folder");
    fs::permissions(directory / "folder", fs::perms::owner_all);

    check_is_error(read_master_keys(directory / "fifo"), ErrorKind::invalid);
    check_is_error(read_master_keys(directory / "folder"), ErrorKind::invalid);
}

TEST_CASE("a made key is the one that is read back")
{
    const test::TempDir directory;
    SystemRandom random;

    const auto made = create_master_key(directory / "master.key", random);

    REQUIRE(made.has_value());
    const auto read = read_master_keys(directory / "master.key");
    REQUIRE(read.has_value());
    REQUIRE(read->has_value());
    CHECK(hex_of((*read)->front()) == hex_of(*made));
}

TEST_CASE("a made key is random and not the bytes of its file's name")
{
    const test::TempDir directory;
    SystemRandom random;

    const auto one = create_master_key(directory / "one.key", random);
    const auto two = create_master_key(directory / "two.key", random);

    REQUIRE(one.has_value());
    REQUIRE(two.has_value());
    CHECK(hex_of(*one) != hex_of(*two));
    CHECK(hex_of(*one) != std::string(64, '0'));
}

TEST_CASE("a made key file has mode 0600 whatever the umask, and nothing is left beside it")
{
    const test::TempDir directory;
    test::FakeRandom random;

    const mode_t umask_before = ::umask(0);
    const auto open_umask = create_master_key(directory / "open.key", random);
    ::umask(0277);
    const auto tight_umask = create_master_key(directory / "tight.key", random);
    ::umask(umask_before);

    REQUIRE(open_umask.has_value());
    REQUIRE(tight_umask.has_value());
    CHECK(fs::status(directory / "open.key").permissions() == owner_only);
    CHECK(fs::status(directory / "tight.key").permissions() == owner_only);
    CHECK(files_in(directory) == 2);
}

TEST_CASE("an existing file is never replaced")
{
    const test::TempDir directory;
    test::FakeRandom random;
    write_file(directory / "master.key", "precious", owner_only);

    const auto made = create_master_key(directory / "master.key", random);

    check_is_error(made, ErrorKind::conflict);
    CHECK(content_of(directory / "master.key") == "precious");
    CHECK(files_in(directory) == 1);
}

TEST_CASE("a dangling symbolic link is not written through")
{
    const test::TempDir directory;
    test::FakeRandom random;
    fs::create_symlink(directory / "elsewhere", directory / "master.key");

    check_is_error(create_master_key(directory / "master.key", random), ErrorKind::conflict);

    CHECK_FALSE(fs::exists(directory / "elsewhere"));
}

TEST_CASE("a directory that is not there is the store's trouble")
{
    const test::TempDir directory;
    test::FakeRandom random;

    const auto made = create_master_key(directory / "absent" / "master.key", random);

    check_is_error(made, ErrorKind::store);
    CHECK(made.error().message.find("absent") != std::string::npos);
}

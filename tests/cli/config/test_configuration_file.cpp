#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/config/configuration_file.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

Environment with_config(const std::filesystem::path& path)
{
    return Environment{{{"AZEN_CONFIG", path.string()}}};
}

}  // namespace

TEST_CASE("the configuration is where it is said to be, else in the configuration directory")
{
    CHECK(locate_configuration(Environment{{{"AZEN_CONFIG", "/etc/a.toml"}, {"HOME", "/h"}}}) ==
          "/etc/a.toml");
    CHECK(locate_configuration(Environment{{{"XDG_CONFIG_HOME", "/c"}, {"HOME", "/h"}}}) ==
          "/c/azen/config.toml");
    CHECK(locate_configuration(Environment{{{"XDG_CONFIG_HOME", "c"}, {"HOME", "/h"}}}) ==
          "/h/.config/azen/config.toml");
    CHECK_FALSE(locate_configuration(Environment{}).has_value());
    CHECK(read_configuration(Environment{}).error().kind == ErrorKind::invalid);
}

TEST_CASE("a configuration that is not there is an empty one")
{
    const test::TempDir directory;

    const auto file = read_configuration(with_config(directory / "config.toml"));

    REQUIRE(file.has_value());
    CHECK(file->state == FileState::absent);
    CHECK(file->configuration == Configuration{});
}

TEST_CASE("what was written is read again, and nobody else can")
{
    const test::TempDir directory;
    const std::filesystem::path path = directory / "new/config.toml";

    REQUIRE(write_configuration(path, "profile = \"work\"\n").has_value());

    struct stat status = {};
    REQUIRE(stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0600U);
    REQUIRE(stat(path.parent_path().c_str(), &status) == 0);
    CHECK((status.st_mode & 0777U) == 0700U);
    CHECK(read_configuration(with_config(path))->configuration.used == "work");
}

TEST_CASE("a configuration that others could have written is not trusted")
{
    const test::TempDir directory;
    const std::filesystem::path path = directory / "config.toml";
    REQUIRE(write_configuration(path, "").has_value());
    std::filesystem::permissions(path, std::filesystem::perms{0666});

    const Error error = read_configuration(with_config(path)).error();

    CHECK(error.kind == ErrorKind::invalid);
    CHECK(error.hint == "run: chmod 600 " + path.string());
}

TEST_CASE("an error in the file names the file and the line")
{
    const test::TempDir directory;
    const std::filesystem::path path = directory / "config.toml";
    REQUIRE(write_configuration(path, "\nprofile = 1\n").has_value());

    const Error error = read_configuration(with_config(path)).error();

    CHECK(error.message == path.string() + ": line 2 of the configuration: profile is no text");
}

TEST_CASE("paths are resolved against home and the file's directory")
{
    const Environment environment{{{"HOME", "/home/me"}}};
    const auto resolved = [&environment](std::string_view written) {
        return resolve_path(written, "/c/azen/config.toml", environment).string();
    };

    CHECK(resolved("~/a.key") == "/home/me/a.key");
    CHECK(resolved("a.key") == "/c/azen/a.key");
    CHECK(resolved("/a.key") == "/a.key");
    CHECK(with_resolved_paths(
              {.name = "p", .key_file = "k", .db = "~/d"}, "/c/azen/config.toml", environment) ==
          Profile{.name = "p", .key_file = "/c/azen/k", .db = "/home/me/d"});
    CHECK(key_file_of("/c/azen/config.toml", "ci") == "/c/azen/keys/ci.key");
}

}  // namespace azen::cli

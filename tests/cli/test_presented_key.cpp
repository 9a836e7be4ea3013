#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "cli/presented_key.h"
#include "cli/private_file.h"
#include "cli/support/console.h"
#include "support/private_file.h"

namespace azen::cli {
namespace {

using test::Console;

Result<Secret> read(Console& console, const KeySource& source)
{
    return console.with_context(
        [&source](Context& context) { return read_presented_key(source, context); });
}

}  // namespace

TEST_CASE("without an option the key comes from the environment")
{
    Console console;
    console.set("AZEN_API_KEY", "the-key");

    CHECK(read(console, {})->reveal() == "the-key");
}

TEST_CASE("a file and standard input beat the environment, and white space around does not count")
{
    Console console;
    console.set("AZEN_API_KEY", "from-environment");
    test::write_private(console.home() / "key", "from-file\r\n");
    console.type("  from-input\n");

    CHECK(read(console, {.file = console.home() / "key"})->reveal() == "from-file");
    CHECK(read(console, {.standard_input = true})->reveal() == "from-input");
}

TEST_CASE("no key is a missing credential, and the hint says how to give one")
{
    Console console;

    const Result<Secret> none = read(console, {});
    const Result<Secret> empty = read(console, {.standard_input = true});
    const Result<Secret> unreadable = read(console, {.file = console.home() / "absent"});

    CHECK(none.error().kind == ErrorKind::refused);
    CHECK(test::contains(none.error().hint, "AZEN_API_KEY"));
    CHECK(empty.error().kind == ErrorKind::refused);
    CHECK(unreadable.error().kind == ErrorKind::refused);
}

TEST_CASE("a profile's key is asked for last")
{
    Console console;
    REQUIRE(write_private_file(console.home() / "key", "from-file\n").has_value());

    CHECK(read(console, {.profile_file = console.home() / "key"})->reveal() == "from-file");
    CHECK(read(console, {.profile_command = "echo from-$((1 + 1))"})->reveal() == "from-2");
    console.set("AZEN_API_KEY", "from-environment");
    CHECK(read(console, {.profile_command = "exit 1"})->reveal() == "from-environment");
}

TEST_CASE("a key file that others can read is refused, with what to do about it")
{
    Console console;
    std::ofstream{console.home() / "key"} << "from-file";
    std::filesystem::permissions(console.home() / "key", std::filesystem::perms{0640});

    const Result<Secret> exposed = read(console, {.file = console.home() / "key"});

    CHECK(exposed.error().kind == ErrorKind::invalid);
    CHECK(test::contains(exposed.error().hint, "chmod 600"));
}

TEST_CASE("a key file that is empty, or a directory, is told of as what it is")
{
    Console console;
    test::write_private(console.home() / "key", "\n");

    const Result<Secret> empty = read(console, {.file = console.home() / "key"});
    const Result<Secret> directory = read(console, {.file = console.home()});

    CHECK(empty.error().kind == ErrorKind::refused);
    CHECK(test::contains(empty.error().message, "is empty"));
    CHECK(directory.error().kind == ErrorKind::invalid);
    CHECK(test::contains(directory.error().message, console.home().string()));
}

TEST_CASE("a pipe is read like standard input, as of a process substitution")
{
    Console console;
    const std::string pipe = (console.home() / "pipe").string();
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writer{[&pipe] {
        std::ofstream{pipe} << "from-pipe\n";
    }};

    const Result<Secret> key = read(console, {.file = pipe});
    writer.join();

    CHECK(key->reveal() == "from-pipe");
}

TEST_CASE("a profile's key file that others can read, and one that is missing, is refused")
{
    Console console;
    std::ofstream{console.home() / "key"} << "from-file";
    std::filesystem::permissions(console.home() / "key", std::filesystem::perms{0644});

    const Result<Secret> exposed = read(console, {.profile_file = console.home() / "key"});
    const Result<Secret> missing = read(console, {.profile_file = console.home() / "absent"});

    CHECK(exposed.error().kind == ErrorKind::invalid);
    CHECK(test::contains(exposed.error().hint, "chmod 600"));
    CHECK(missing.error().kind == ErrorKind::refused);
}

TEST_CASE("a key_command that fails is told of with its status, and what it printed is not")
{
    Console console;

    const Result<Secret> failed = read(console, {.profile_command = "echo secret; exit 3"});

    CHECK(failed.error().kind == ErrorKind::refused);
    CHECK(test::contains(failed.error().message, "status 3"));
    CHECK(read(console, {.profile_command = "true"}).error().kind == ErrorKind::refused);
}

TEST_CASE("a key that is withheld says why")
{
    Console console;

    const Result<Secret> withheld = read(console, {.withheld = "it is for another server"});

    CHECK(withheld.error().message == "no API key: it is for another server");
}

TEST_CASE("what cannot be a key is never sent as one")
{
    Console console;

    for (const std::string& text : {std::string{"two words"},
                                    std::string{"line\r\nInjected: header"},
                                    std::string{"k\xC3\xA4y"},
                                    std::string(513, 'x'),
                                    std::string(100'000, 'x')}) {
        console.type(text);
        const Result<Secret> refused = read(console, {.standard_input = true});
        CHECK(refused.error().kind == ErrorKind::invalid);
        CHECK_FALSE(test::contains(refused.error().message, text.substr(0, 8)));
    }
}

}  // namespace azen::cli

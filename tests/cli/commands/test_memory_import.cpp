#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/commands/memory_import.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"
#include "cli/support/live_server.h"
#include "cli/support/parsing.h"
#include "cli/support/served.h"

namespace azen::cli {
namespace {

using test::contains;
using test::Served;
using test::Words;

Result<memory_import::Options> parse(const Words& words)
{
    return test::parse_as<memory_import::parse>("memory import", words);
}

// A server with a key that may do as much as it likes, and a file to import.
struct Importer {
    Importer()
    {
        console.set("AZEN_API_KEY", console.create_key("ci", {"--rate", "none"}));
        server = std::make_unique<test::LiveServer>(console);
        console.set("AZEN_BASE_URL", server->url());
    }

    std::filesystem::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream{console.home() / name, std::ios::binary} << text;
        return console.home() / name;
    }

    ExitStatus import(const std::filesystem::path& file, Words options = {})
    {
        options.insert(options.begin(), {"memory", "import", file.string()});
        return console.run(options);
    }

    std::string memories()
    {
        console.run({"memory", "list", "--per", "100", "--field", "content"});
        return console.out();
    }

    test::Console console;
    std::unique_ptr<test::LiveServer> server;
};

}  // namespace

TEST_CASE("a file has its checkpoint and its rejects beside it, unless they are named")
{
    const auto plain = parse({"notes.txt"});
    const auto named = parse({"notes.txt",
                              "--checkpoint",
                              "c",
                              "--rejects",
                              "r",
                              "--format",
                              "lines",
                              "--parallel",
                              "16"});

    CHECK(plain->file == "notes.txt");
    CHECK(plain->checkpoint == "notes.txt.checkpoint");
    CHECK(plain->rejects == "notes.txt.rejects");
    CHECK_FALSE(plain->format.has_value());
    CHECK(plain->parallel == 4);
    CHECK(named->checkpoint == "c");
    CHECK(named->rejects == "r");
    CHECK(named->format == ImportFormat::lines);
    CHECK(named->parallel == 16);
}

TEST_CASE("standard input has only what is named, and no checkpoint")
{
    CHECK_FALSE(parse({})->file.has_value());
    CHECK_FALSE(parse({"-"})->file.has_value());
    CHECK_FALSE(parse({"-"})->rejects.has_value());
    CHECK(parse({"-", "--rejects", "r"})->rejects == "r");
    for (const Words& words : {Words{"-", "--checkpoint", "c"},
                               {"--key-stdin"},
                               {"f", "--parallel", "17"},
                               {"f", "--parallel", "0"}}) {
        CAPTURE(words);
        CHECK(parse(words).error().kind == ErrorKind::invalid);
    }
}

TEST_CASE_FIXTURE(Importer, "importing a file twice remembers each line once")
{
    const auto file = write("notes.txt", "one\ntwo\nthree\n");

    CHECK(import(file) == ExitStatus::ok);
    CHECK(contains(console.out(), "3 memories are new, 0 were there before, 0 lines"));
    CHECK_FALSE(std::filesystem::exists(console.home() / "notes.txt.checkpoint"));
    CHECK(import(file, {"--output", "json"}) == ExitStatus::ok);
    test::check_golden("tests/golden/json/import.json", console.out());
    CHECK(memories().size() == std::string{"one\ntwo\nthree\n"}.size());
}

TEST_CASE_FIXTURE(Importer, "lines that cannot be used are kept, told of, and can be mended")
{
    const auto file = write("notes.jsonl", "{\"text\":\"one\"}\n{\"text\":\"\"}\n");

    CHECK(import(file) == ExitStatus::partial);
    const std::filesystem::path rejects = console.home() / "notes.jsonl.rejects";
    CHECK(contains(console.err(), "azen: line 2: the text is empty\n"));
    CHECK(contains(console.err(), rejects.string()));
    CHECK(test::read_file(rejects) ==
          "{\"text\":\"\",\"line\":2,\"error\":\"the text is empty\"}\n");

    // However often it is tried: nothing that was kept is thrown away.
    for (int i = 0; i < 2; ++i) {
        CHECK(import(file) == ExitStatus::conflict);
        CHECK(contains(console.err(), "holds the rejects of an earlier import"));
    }
    write("notes.jsonl.rejects", "{\"text\":\"two\",\"line\":2,\"error\":\"the text is empty\"}\n");
    CHECK(import(rejects) == ExitStatus::ok);
    CHECK(memories() == "two\none\n");
}

TEST_CASE_FIXTURE(Importer, "standard input is imported too")
{
    console.type("from a pipe\n");

    CHECK(console.run({"memory", "import"}) == ExitStatus::ok);
    CHECK(memories() == "from a pipe\n");
}

TEST_CASE_FIXTURE(Importer, "a dry run needs no key, sends nothing and writes nothing")
{
    console.set("AZEN_API_KEY", "");
    const auto file = write("notes.jsonl", "{\"text\":\"one\"}\n{}\n");

    CHECK(import(file, {"--dry-run", "--field", "created"}) == ExitStatus::partial);

    CHECK(console.out() == "1\n");
    CHECK(std::distance(std::filesystem::directory_iterator{console.home()}, {}) == 2);
}

TEST_CASE_FIXTURE(Importer, "a file that cannot be read is told of before anything is sent")
{
    CHECK(import(console.home() / "absent") == ExitStatus::not_found);
    CHECK(contains(console.err(), "there is no file"));
}

TEST_CASE("a refused key stops an import, which the next one goes on with")
{
    Served served{{.status = 403, .body = R"({"message":"Invalid API key"})"}};
    const std::string file = (served.console.home() / "notes.txt").string();
    std::ofstream{file} << "one\n";

    CHECK(served.run({"memory", "import", file}) == ExitStatus::refused);

    CHECK(contains(served.console.err(), "the same command goes on from here"));
    CHECK(contains(served.console.err(), "azen: error: the server did not accept the API key"));
    CHECK(std::filesystem::exists(file + ".checkpoint"));
}

TEST_CASE("another key, which may be another organization's, does not go on with a checkpoint")
{
    Served served{{.status = 403, .body = R"({"message":"Invalid API key"})"}};
    const std::string file = (served.console.home() / "notes.txt").string();
    std::ofstream{file} << "one\n";
    served.run({"memory", "import", file});

    served.console.set("AZEN_API_KEY", "another");

    CHECK(served.run({"memory", "import", file}) == ExitStatus::conflict);
    CHECK(contains(served.console.err(), "is of another import"));
    CHECK(served.server.requests().size() == 1);
}

}  // namespace azen::cli

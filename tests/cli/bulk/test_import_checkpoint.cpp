#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "cli/bulk/import_checkpoint.h"
#include "cli/support/golden.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

constexpr const char* subject = "fingerprint to http://127.0.0.1:1";

struct Place {
    test::TempDir directory;
    std::filesystem::path file = directory / "import.checkpoint";

    Result<ImportCheckpoint> open() const { return ImportCheckpoint::open(file, subject); }
    void write(const std::string& text) const { std::ofstream{file, std::ios::binary} << text; }
    std::string text() const { return test::read_file(file); }
};

const std::string head = std::string{"azen-import-checkpoint 1\nimport "} + subject + "\n";

}  // namespace

TEST_CASE_FIXTURE(Place, "a new checkpoint has nothing done, and is its owner's alone")
{
    const auto checkpoint = open();

    REQUIRE(checkpoint.has_value());
    CHECK_FALSE(checkpoint->is_resumed());
    CHECK_FALSE(checkpoint->is_done(1));
    CHECK(checkpoint->counts() == ImportCounts{});
    CHECK(text() == head);
    struct stat status = {};
    REQUIRE(stat(file.c_str(), &status) == 0);
    CHECK((status.st_mode & 0077U) == 0);
}

TEST_CASE_FIXTURE(Place, "what was noted is known to the next process")
{
    {
        auto checkpoint = open();
        REQUIRE(checkpoint->note(17, LineOutcome::created, 0).has_value());
        REQUIRE(checkpoint->note(3, LineOutcome::duplicated, 0).has_value());
        REQUIRE(checkpoint->note(19, LineOutcome::rejected, 512).has_value());
    }

    const auto checkpoint = open();

    CHECK(text() == head + "17 created\n3 duplicated\n19 rejected 512\n");
    CHECK(checkpoint->is_resumed());
    CHECK(checkpoint->is_done(17));
    CHECK(checkpoint->is_done(3));
    CHECK_FALSE(checkpoint->is_done(18));
    CHECK(checkpoint->counts() == ImportCounts{.created = 1, .duplicated = 1, .rejected = 1});
    CHECK(checkpoint->reject_bytes() == 512);
}

TEST_CASE_FIXTURE(Place, "a process that ends at any byte of a write leaves a valid checkpoint")
{
    const std::string whole = head + "1 created\n12 rejected 40\n123 created\n";

    for (std::size_t length = 0; length <= whole.size(); ++length) {
        CAPTURE(length);
        write(whole.substr(0, length));

        auto checkpoint = open();

        REQUIRE_MESSAGE(checkpoint.has_value(), (checkpoint ? "" : checkpoint.error().message));
        CHECK(checkpoint->is_done(1) == (length >= head.size() + 10));
        CHECK(checkpoint->is_done(123) == (length == whole.size()));
        REQUIRE(checkpoint->note(7, LineOutcome::created, 0).has_value());
        CHECK(text().ends_with("\n7 created\n"));
    }
}

TEST_CASE_FIXTURE(Place, "a checkpoint of another import is not gone on with")
{
    write("azen-import-checkpoint 1\nimport something else\n1 created\n");

    const auto checkpoint = open();

    CHECK(checkpoint.error().kind == ErrorKind::conflict);
    CHECK(text().ends_with("1 created\n"));
}

TEST_CASE_FIXTURE(Place, "a file that is no checkpoint is left as it is")
{
    for (const char* other : {"notes of mine\n",
                              "azen-import-checkpoint 2\nimport x\n",
                              "azen-import-checkpoint 1\nexport x\n"}) {
        write(other);
        CHECK_FALSE(open().has_value());
        CHECK(text() == other);
    }
    for (const char* entry : {"0 created\n",
                              "-1 created\n",
                              "x\n",
                              "1 lost\n",
                              "1\n",
                              "\n",
                              "1 rejected x\n",
                              "99999999999 created\n"}) {
        CAPTURE(entry);
        write(head + entry);
        CHECK(open().error().kind == ErrorKind::invalid);
    }
}

TEST_CASE_FIXTURE(Place, "two imports do not share a checkpoint")
{
    const auto first = open();

    CHECK(open().error().kind == ErrorKind::conflict);
}

TEST_CASE_FIXTURE(Place, "a complete import takes its checkpoint away")
{
    auto checkpoint = open();

    checkpoint->remove();

    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("a checkpoint that has no place is told of")
{
    CHECK(ImportCheckpoint::open("/proc/no/such", subject).error().kind == ErrorKind::store);
}

TEST_CASE_FIXTURE(Place, "a line that is noted twice counts once")
{
    write(head + "1 created\n1 duplicated\n");

    CHECK(open()->counts() == ImportCounts{.created = 1});
}

}  // namespace azen::cli

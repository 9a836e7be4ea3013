#include <sys/stat.h>

#include <sstream>

#include <doctest/doctest.h>

#include "cli/scan/file_scan.h"
#include "cli/scan/scan_place.h"

namespace azen::cli {
namespace {

using Places = std::vector<std::string>;

struct Fixture : test::ScanPlace {
    ScanReport scan(const std::string& name = "", const std::vector<std::string>& excluded = {})
    {
        ScanReport report;
        scan_path(path(name), excluded, report);
        return report;
    }
};

// A repository with one commit, and a secret that is in it already.
struct Repository : test::ScanPlace {
    Repository()
    {
        write("old.txt", "old " + secret() + "\n");
        git({"init", "--quiet"});
        git({"add", "."});
        git({"commit", "--quiet", "-m", "first"});
    }

    Result<ScanReport> scan()
    {
        const test::InDirectory inside{path()};
        ScanReport report;
        TRY(scan_staged(report));
        return report;
    }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "all files below a directory are looked through, in order")
{
    write("b/one.txt", secret());
    write("a.txt", "x\n key=" + secret() + "\n");
    write("c/d/e.txt", "nothing");

    const ScanReport report = scan();

    CHECK(places(report) == Places{"a.txt:2:6", "b/one.txt:1:1"});
    CHECK(report.files == 3);
}

TEST_CASE_FIXTURE(Fixture, "binary files, links and version control are left out")
{
    write("binary", secret() + std::string(1, '\0'));
    write(".git/config", secret());
    write("real/file", "");
    std::filesystem::create_symlink(path("binary"), path("link"));
    std::filesystem::create_directory_symlink(path(), path("real/loop"));

    const ScanReport report = scan();

    CHECK(report.secrets.empty());
    CHECK(report.binary == 1);
    CHECK(report.files == 1);
}

TEST_CASE_FIXTURE(Fixture, "a zero byte far behind makes no binary file")
{
    write("log", std::string(9'000, ' ') + std::string(1, '\0') + "\n" + secret());

    CHECK(places(scan()) == Places{"log:2:1"});
}

TEST_CASE_FIXTURE(Fixture, "what is excluded by name or path is left out, with all below it")
{
    write("a.lock", secret());
    write("vendor/deep/file", secret());
    write("kept", secret());

    const ScanReport report = scan("", {"*.lock", path("vendor").string()});

    CHECK(places(report) == Places{"kept:1:1"});
}

TEST_CASE_FIXTURE(Fixture, "what is named outright is looked into, also through a link")
{
    write("file", secret());
    std::filesystem::create_symlink(path("file"), path("link"));

    CHECK(places(scan("file")) == Places{"file:1:1"});
    CHECK(places(scan("link")) == Places{"link:1:1"});
    CHECK(places(scan("file", {"file"})).empty());
}

TEST_CASE_FIXTURE(Fixture, "a secret over the border of two reads is found")
{
    write("large", std::string(256 * 1024 - 20, '\n') + secret() + "\n");

    CHECK(places(scan()) == Places{"large:" + std::to_string(256 * 1024 - 19) + ":1"});
}

TEST_CASE_FIXTURE(Fixture, "what cannot be read is noted, and the rest looked through")
{
    write("good", secret());

    ScanReport report = scan("missing");
    scan_path(path(), {}, report);

    REQUIRE(report.unreadable.size() == 1);
    CHECK(report.unreadable.front().ends_with("missing: No such file or directory"));
    CHECK(report.secrets.size() == 1);
}

TEST_CASE_FIXTURE(Fixture, "pipes and sockets below a directory are not waited for")
{
    REQUIRE(::mkfifo(path("pipe").c_str(), 0600) == 0);

    CHECK(scan().files == 0);
}

TEST_CASE_FIXTURE(Fixture, "a stream is looked through under its name")
{
    std::istringstream in{"a\n" + secret()};
    ScanReport report;

    scan_stream(in, "standard input", report);

    CHECK(places(report) == Places{"standard input:2:1"});
    CHECK(report.files == 1);
}

TEST_CASE_FIXTURE(Repository, "of staged changes the added lines are looked through")
{
    write("new dir/new.txt", "a\nb\n" + secret() + "\n");
    write("old.txt", "older\nold " + secret() + "\n");
    write("unstaged.txt", secret());
    git({"add", "new dir", "old.txt"});

    const auto report = scan();

    REQUIRE(report.has_value());
    CHECK(places(*report) == Places{"new dir/new.txt:3:1"});
    CHECK(report->files == 2);
}

TEST_CASE_FIXTURE(Repository, "nothing staged is nothing to look through")
{
    CHECK(scan()->files == 0);
}

TEST_CASE_FIXTURE(Repository, "the repository's own settings of diffs change nothing")
{
    git({"config", "diff.noprefix", "true"});
    git({"config", "diff.context", "5"});
    git({"config", "diff.interHunkContext", "5"});
    git({"config", "color.diff", "always"});
    write("old.txt", "new\nold " + secret() + "\nmore " + secret() + "\n");
    git({"add", "old.txt"});

    CHECK(places(*scan()) == Places{"old.txt:3:6"});
}

TEST_CASE_FIXTURE(Fixture, "outside a repository git cannot tell")
{
    const test::InDirectory inside{path()};
    ScanReport report;

    const auto outcome = scan_staged(report);

    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().kind == ErrorKind::invalid);
}

}  // namespace azen::cli

#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/bulk/memory_importer.h"
#include "cli/support/console.h"
#include "cli/support/fake_http_client.h"
#include "cli/support/golden.h"
#include "support/temp_dir.h"

namespace azen::cli {
namespace {

using nlohmann::json;
using test::contains;

// A memory API in miniature: remembers texts by their dedup keys, and refuses some.
struct Api {
    Result<HttpResponse> answer(const HttpRequest& request)
    {
        const json body = json::parse(request.body);
        const std::string text = body.at("text");
        if (fails && text == *fails) {
            return HttpResponse{.status = 403, .request_id = "r"};
        }
        if (text == "too large") {
            return HttpResponse{
                .status = 413, .body = R"({"message":"Too large"})", .request_id = "r"};
        }
        const bool is_new = texts.emplace(body.at("dedupKey"), text).second;
        return HttpResponse{
            .status = is_new ? 201 : 200,
            .body = is_new ? R"({"memoryId":"m","createdAt":"2026-01-15T10:30:00.000Z"})"
                           : R"({"memoryId":"m","duplicated":true})"};
    }

    std::map<std::string, std::string> texts;
    std::optional<std::string> fails;  // the text at which the key is refused
};

struct Import {
    Result<BulkEnd> run(const std::string& text)
    {
        return console.with_context([&](Context& context) {
            std::istringstream lines{text};
            auto checkpoint = ImportCheckpoint::open(directory / "checkpoint", "subject").value();
            RejectFile rejects{directory / "rejects", checkpoint.reject_bytes()};
            MemoryImporter importer{{.lines = lines,
                                     .checkpoint = &checkpoint,
                                     .rejects = &rejects,
                                     .expected_lines = 10},
                                    context};
            RequestPool pool{server.clients(4)};
            const auto end = importer.run(pool);
            report = importer.report();
            return end;
        });
    }

    test::TempDir directory;
    test::Console console;
    Api api;
    test::FakeServer server{[this](const HttpRequest& request) {
        return api.answer(request);
    }};
    ImportReport report;
};

}  // namespace

TEST_CASE_FIXTURE(Import, "every line becomes a memory, blank ones nothing")
{
    CHECK(run("one\n\n \ntwo\nthree") == BulkEnd::done);

    CHECK(report.complete);
    CHECK(report.counts == ImportCounts{.created = 3});
    CHECK(api.texts.size() == 3);
    CHECK_FALSE(std::filesystem::exists(directory / "rejects"));
}

TEST_CASE_FIXTURE(Import, "the same text twice becomes one memory")
{
    CHECK(run("one\none\n") == BulkEnd::done);

    CHECK(report.counts == ImportCounts{.created = 1, .duplicated = 1});
}

TEST_CASE_FIXTURE(Import, "what is no record, and what the server will not have, is rejected")
{
    CHECK(run("{\"text\":\"one\"}\nnonsense\n{\"text\":\"too large\"}\n") == BulkEnd::done);

    CHECK(report.complete);
    CHECK(report.counts == ImportCounts{.created = 1, .rejected = 2});
    const std::string rejects = test::read_file(directory / "rejects");
    CHECK(contains(rejects, R"({"text":"nonsense","line":2,"error":"this is no JSON object"})"));
    CHECK(contains(rejects, "Too large"));
    CHECK(contains(console.err(), "azen: line 2: this is no JSON object\n"));
}

TEST_CASE_FIXTURE(Import, "a key that is refused ends it, and the next run goes on")
{
    api.fails = "line 150";
    std::string text;
    for (int line = 1; line <= 300; ++line) {
        text += "line " + std::to_string(line) + "\n";
    }

    const auto first = run(text);
    const ImportReport stopped = report;
    api.fails.reset();
    const std::size_t sent_before = server.requests().size();
    const auto second = run(text);

    CHECK(first.error().kind == ErrorKind::refused);
    CHECK_FALSE(stopped.complete);
    CHECK(stopped.counts.created >= 149);
    CHECK(stopped.counts.created < 160);
    CHECK(second == BulkEnd::done);
    CHECK(report.complete);
    CHECK(report.counts == ImportCounts{.created = 300});
    CHECK(report.skipped == stopped.counts.created);
    CHECK(api.texts.size() == 300);
    CHECK(server.requests().size() - sent_before ==
          300U - static_cast<std::size_t>(report.skipped));
}

TEST_CASE_FIXTURE(Import, "Ctrl-C leaves what was done noted")
{
    console.interrupt_after = 3;
    std::string text;
    for (int line = 1; line <= 100; ++line) {
        text += "line " + std::to_string(line) + "\n";
    }

    CHECK(run(text) == BulkEnd::interrupted);
    const std::int64_t before = report.counts.created;
    CHECK_FALSE(report.complete);
    console.interrupt_after = -1;
    CHECK(run(text) == BulkEnd::done);

    CHECK(report.skipped == before);
    CHECK(api.texts.size() == 100);
    CHECK(server.requests().size() == 100);
}

TEST_CASE_FIXTURE(Import, "of many rejected lines ten are told of")
{
    std::string text = "{}\n";
    for (int line = 2; line <= 30; ++line) {
        text += "no object\n";
    }

    CHECK(run(text) == BulkEnd::done);

    CHECK(contains(console.err(), "azen: line 10: "));
    CHECK_FALSE(contains(console.err(), "azen: line 11: "));
    CHECK(contains(console.err(), "azen: more lines were rejected\n"));
    CHECK(report.counts.rejected == 30);
}

TEST_CASE_FIXTURE(Import, "on a terminal there is a progress line, and none is left")
{
    console.terminals.err = true;
    console.set("TERM", "xterm");

    run("one\n");

    CHECK(contains(console.err(), "[##"));
    CHECK(contains(console.err(), "1 lines, 0 rejected"));
    CHECK(console.err().ends_with("\r\x1b[K"));
}

TEST_CASE("a dry run judges every line and sends none")
{
    test::Console console;
    ImportReport report;

    console.with_context([&report](Context& context) {
        std::istringstream lines{"{\"text\":\"a\"}\n{}\n"};
        MemoryImporter importer{{.lines = lines}, context};
        CHECK(importer.try_out() == BulkEnd::done);
        report = importer.report();
        return 0;
    });

    CHECK(report.counts == ImportCounts{.created = 1, .rejected = 1});
}

}  // namespace azen::cli

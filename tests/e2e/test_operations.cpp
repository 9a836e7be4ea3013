/// What docs/operations.md says about the log and the metrics, done as it stands there.

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "support/certificates.h"
#include "support/content.h"
#include "support/text.h"

#include "e2e/strike.h"

namespace azen::test {

namespace {

std::string operations_page()
{
    return content_of(std::filesystem::path{AZEN_PROJECT_DIR} / "docs/operations.md");
}

/// The page's first block of code after `text`.
std::string block_after(std::string_view text)
{
    constexpr std::string_view fence = "```\n";
    const std::string page = operations_page();
    const std::size_t start = page.find(fence, page.find(text));
    REQUIRE(start != std::string::npos);
    const std::size_t first = start + fence.size();
    return page.substr(first, page.find(fence, first) - first);
}

std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    const std::size_t at = text.find(what);
    return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

/// The page, and whatever rules and dashboards there are beside it.
std::vector<std::string> texts_with_metrics()
{
    std::vector<std::string> texts{operations_page()};
    for (const char* directory : {"docs", "packaging"}) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator{
                 std::filesystem::path{AZEN_PROJECT_DIR} / directory}) {
            const std::string kind = entry.path().extension();
            if (kind == ".yml" || kind == ".yaml" || kind == ".json" || kind == ".rules") {
                texts.push_back(content_of(entry.path()));
            }
        }
    }
    return texts;
}

std::vector<std::smatch> matches(const std::string& text, const std::regex& pattern)
{
    return {std::sregex_iterator{text.begin(), text.end(), pattern}, std::sregex_iterator{}};
}

/// Each selector of a query that a text names: `azen_…`, with its braces where it has them.
std::set<std::string> selectors_in(const std::string& text)
{
    std::set<std::string> selectors;
    for (const std::smatch& match : matches(text, std::regex{R"(azen_[a-z_]+(\{[^}]*\})?)"})) {
        selectors.insert(match.str());
    }
    return selectors;
}

/// Whether a selector picks any of the series that servers say they have, a line each.
bool picks_any(const std::string& selector, const std::string& metrics)
{
    static const std::regex matcher{R"re(([a-z_]+)(=~?)"([^"]*)")re"};
    const std::string name = selector.substr(0, selector.find('{'));
    for (const std::string& line : lines_of(metrics)) {
        if (line.substr(0, line.find_first_of("{ ")) != name) {
            continue;
        }
        bool is_picked = true;
        for (const std::smatch& wanted : matches(selector, matcher)) {
            const std::string value =
                wanted[2] == "=~"
                    ? wanted.str(3)
                    : std::regex_replace(
                          wanted.str(3), std::regex{R"([.*+?()|\[\]\\^$])"}, R"(\$&)");
            is_picked =
                is_picked && std::regex_search(
                                 line, std::regex{"[{,]" + wanted.str(1) + "=\"(" + value + ")\""});
        }
        if (is_picked) {
            return true;
        }
    }
    return false;
}

/// A server that logs to a file, and has seen what the page asks about.
struct Logged {
    Logged()
    {
        const std::string limited = machine.create_key({"limited", "--rate", "1/h"});
        const std::string late = machine.create_key({"late"});
        const std::string free = machine.create_key({"free"});
        machine.azen({"keys", "expire", "late", "now"});
        request(limited);
        request(limited);
        request(late);
        strike.deal(Blow::write_error);
        request(free);
        REQUIRE(eventually(
            [&] { return content_of(log).find("maintenance_failed") != std::string::npos; }));
        strike.heal();
    }

    void request(const std::string& key) const { server.request(verify(key)); }

    std::string id_of(const std::string& name)
    {
        return json_at(machine.azen({"keys", "show", name, "--output", "json"}).out, "/id");
    }

    /// Runs a command beside the log.
    Outcome ask(const std::string& command)
    {
        return machine.run({"sh", "-c", "cd " + machine.home().string() + "\n" + command});
    }

    Installation machine;
    std::string log = (machine.home() / "log").string();
    Strike strike;
    RunningServer server{machine, {"--log-file", log}, strike.call()};
};

}  // namespace

TEST_SUITE_BEGIN("operations");

TEST_CASE_FIXTURE(Logged, "the log answers each of the page's questions")
{
    const std::vector<std::string> questions = lines_of(block_after("### Answers from the log"));
    const std::string limited = id_of("limited");
    const std::string request =
        json_at(lines_of(ask("grep '\"status\":200' log").out).at(0), "/requestId");
    // What is put for ID into each question, and what its answer has.
    const std::vector<std::pair<std::string, std::string>> expected{
        {"", "\t/api/v1/verify\tthe disk fails: "},
        {"", " 1 " + id_of("late") + "\n"},
        {"", " 1 " + limited + "\n"},
        {limited, "\t127.0.0.1\t"},
        {request, R"("requestId": ")" + request},
        {"", R"("event":"maintenance_failed")"}};
    REQUIRE(questions.size() == expected.size());

    for (std::size_t i = 0; i < questions.size(); ++i) {
        CAPTURE(questions[i]);
        const Outcome answer = ask(replaced(questions[i], "ID", expected[i].first));
        CHECK_MESSAGE(answer.status == 0, answer.err);
        CHECK_MESSAGE(answer.out.find(expected[i].second) != std::string::npos, answer.out);
    }
}

TEST_CASE_FIXTURE(Logged, "what the page's alerts ask of the metrics is there")
{
    CertificateAuthority authority;
    const Certificate certificate = authority.issue({});
    const RunningServer tls{machine,
                            {"--tls-cert", certificate.file, "--tls-key", certificate.key_file}};
    const std::string metrics =
        machine.curl({server.url("/metrics")}).body +
        machine.curl({"--cacert", authority.file(), tls.url("/metrics")}).body;
    std::set<std::string> selectors;
    for (const std::string& text : texts_with_metrics()) {
        selectors.merge(selectors_in(text));
    }

    CHECK(selectors.size() >= 8);
    for (const std::string& selector : selectors) {
        CAPTURE(selector);
        CHECK(picks_any(selector, metrics));
    }
    CHECK_FALSE(picks_any("azen_auth_total{outcome=\"no_such\"}", metrics));
    CHECK_FALSE(picks_any("azen_auth", metrics));
}

TEST_CASE_FIXTURE(Logged, "logrotate moves the log away, and the server begins a new one")
{
    std::string rules = block_after("as with\nlogrotate:");
    rules = replaced(rules, "/var/log/azen/azen.log", log);
    rules = replaced(rules, "systemctl reload azen", "kill -HUP " + std::to_string(server.pid()));
    std::ofstream{machine.home() / "rules"} << rules;

    const Outcome rotated = ask("/usr/sbin/logrotate --force --state state rules");

    CHECK_MESSAGE(rotated.status == 0, rotated.err);
    CHECK(eventually([&] { return std::filesystem::exists(log); }));
    server.request({.target = "/healthz", .key = {}, .body = {}, .headers = {}});
    CHECK(eventually([&] { return content_of(log).find("/healthz") != std::string::npos; }));
    CHECK(content_of(log).find("/api/v1/verify") == std::string::npos);
    CHECK(content_of(log + ".1").find("/api/v1/verify") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace azen::test

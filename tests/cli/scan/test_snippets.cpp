#include <regex>

#include <doctest/doctest.h>

#include "cli/scan/scan_place.h"
#include "cli/scan/snippets.h"
#include "cli/support/console.h"
#include "cli/support/golden.h"

namespace azen::cli {
namespace {

// What stands between the triple quotes of the rule.
std::regex rule_of(std::string_view toml)
{
    const std::size_t begin = toml.find("'''") + 3;
    const std::string expression{toml.substr(begin, toml.find("'''", begin) - begin)};
    return std::regex{expression};
}

}  // namespace

TEST_CASE("the rule for gitleaks matches what azen and the hosted service make")
{
    const test::ScanPlace place;
    const std::regex rule = rule_of(gitleaks_rule());

    CHECK(std::regex_search("key=" + place.secret() + "\n", rule));
    CHECK(std::regex_search("az_" + std::string(64, 'k'), rule));
    CHECK_FALSE(std::regex_search("az_" + std::string(65, 'k'), rule));
    CHECK_FALSE(std::regex_search(place.secret().substr(0, 51), rule));
}

TEST_CASE("the texts are those of the project")
{
    test::check_golden("tests/golden/text/gitleaks-rule.txt", std::string{gitleaks_rule()});
    test::check_golden("tests/golden/text/pre-commit-hook.txt", std::string{pre_commit_hook()});
}

}  // namespace azen::cli

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "cli/secret_form.h"
#include "cli/support/parsing.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string rendered(HandoverForm form)
{
    const Secret secret{"az_secret"};
    const Secret text =
        render_secret({.form = form, .variable = "CI_KEY"}, secret, Json{{"key", "az_secret"}});
    return std::string{text.reveal()};
}

Result<SecretNotation> parse(const std::vector<std::string>& options)
{
    std::vector<std::string> words{"ci"};
    words.insert(words.end(), options.begin(), options.end());
    return test::parse_as<parse_secret_notation>("keys create", words);
}

}  // namespace

TEST_CASE("a secret is handed over alone, in an object, or as a line that sets a variable")
{
    CHECK(rendered(HandoverForm::bare) == "az_secret");
    CHECK(Json::parse(rendered(HandoverForm::json)) == Json{{"key", "az_secret"}});
    CHECK(rendered(HandoverForm::env) == "export CI_KEY=az_secret");
    CHECK(rendered(HandoverForm::dotenv) == "CI_KEY=az_secret");
}

TEST_CASE("the form and the variable are what the options say")
{
    CHECK(parse({})->form == HandoverForm::bare);
    CHECK(parse({})->variable == "AZEN_API_KEY");
    CHECK(parse({"--output", "json"})->form == HandoverForm::json);
    CHECK(parse({"--output", "env"})->form == HandoverForm::env);
    CHECK(parse({"--output", "dotenv", "--variable", "_k1"})->form == HandoverForm::dotenv);
    CHECK(parse({"--variable", "_k1"})->variable == "_k1");
}

TEST_CASE("what no shell takes as a variable's name is refused")
{
    for (const char* name : {"", "1A", "A B", "A=B", "A;rm", "Ä"}) {
        CAPTURE(name);
        CHECK(parse({"--variable", name}).error().kind == ErrorKind::invalid);
    }
}

}  // namespace azen::cli

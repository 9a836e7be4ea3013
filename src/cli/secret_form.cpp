#include "cli/secret_form.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "cli/output/report.h"
#include "core/base/ascii.h"

namespace azen::cli {
namespace {

// POSIX, XBD 8.1: what every shell takes on the left of "=".
bool is_variable_name(std::string_view text)
{
    const auto belongs = [](char character) {
        return is_ascii_alphanumeric(character) || character == '_';
    };
    return !text.empty() && !is_ascii_digit(text.front()) && std::ranges::all_of(text, belongs);
}

}  // namespace

Result<SecretNotation> parse_secret_notation(const Arguments& arguments)
{
    SecretNotation notation{.variable = arguments.required("variable")};
    if (!is_variable_name(notation.variable)) {
        return fail(ErrorKind::invalid,
                    "--variable is no name of an environment variable",
                    "use letters, digits and _, and no digit first");
    }
    const std::string form = arguments.required("output");
    if (form == "json") {
        notation.form = HandoverForm::json;
    } else if (form == "env") {
        notation.form = HandoverForm::env;
    } else if (form == "dotenv") {
        notation.form = HandoverForm::dotenv;
    }
    return notation;
}

Secret render_secret(const SecretNotation& notation,
                     const Secret& secret,
                     const nlohmann::ordered_json& object)
{
    switch (notation.form) {
        case HandoverForm::bare: break;
        case HandoverForm::json: return Secret{json_text(object)};
        case HandoverForm::env:
            return Secret{fmt::format("export {}={}", notation.variable, secret.reveal())};
        case HandoverForm::dotenv:
            return Secret{fmt::format("{}={}", notation.variable, secret.reveal())};
    }
    return Secret{std::string{secret.reveal()}};
}

}  // namespace azen::cli

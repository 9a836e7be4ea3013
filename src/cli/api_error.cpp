#include "cli/api_error.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "cli/answer_body.h"
#include "core/base/time_text.h"

namespace azen::cli {
namespace {

// A server may put anything into its message: enough of it to recognise, no more.
constexpr std::size_t max_quoted = 200;

// What an answer's status means to whoever runs the command, and what to do.
struct Meaning {
    int status;
    ErrorKind kind;
    std::string_view what;
    std::string_view hint;
};

constexpr std::array meanings{
    Meaning{400, ErrorKind::invalid, "the server refused the request", "check the arguments"},
    Meaning{401,
            ErrorKind::refused,
            "the server saw no API key",
            "set AZEN_API_KEY, or name a file with --key-file"},
    Meaning{403,
            ErrorKind::refused,
            "the server did not accept the API key",
            "it is unknown, disabled, expired or lacks the permission; where the key was made, "
            "`azen keys show` tells"},
    Meaning{404,
            ErrorKind::not_found,
            "the server has no such thing",
            "`azen memory list` shows what there is"},
    Meaning{405,
            ErrorKind::internal,
            "the server does not know this operation",
            "check that AZEN_BASE_URL names a memory API"},
    Meaning{409, ErrorKind::conflict, "the server's present state stands against it", ""},
    Meaning{
        413, ErrorKind::invalid, "the server finds this too large", "send it in smaller pieces"},
    Meaning{414, ErrorKind::internal, "the server did not understand the request", ""},
    Meaning{415, ErrorKind::internal, "the server did not understand the request", ""},
    Meaning{429,
            ErrorKind::rate_limited,
            "the key has reached its rate limit or quota",
            "wait a little, then repeat the command"},
    Meaning{431, ErrorKind::internal, "the server did not understand the request", ""},
};

// For the statuses that are not listed.
constexpr Meaning redirected{300,
                             ErrorKind::invalid,
                             "the server redirects, and keys are not sent after redirects",
                             "set AZEN_BASE_URL to the final address"};
constexpr Meaning failed{500, ErrorKind::internal, "the server failed", "try again later"};

const Meaning& meaning_of(int status)
{
    const auto* const listed = std::ranges::find(meanings, status, &Meaning::status);
    if (listed != meanings.end()) {
        return *listed;
    }
    return status >= 300 && status < 400 ? redirected : failed;
}

// The message of the contract's error body; empty when the body is something else.
std::string quoted_message(const std::string& body)
{
    const nlohmann::ordered_json json = parse_answer(body);
    if (!json.is_object() || !json.contains("message") || !json.at("message").is_string()) {
        return {};
    }
    return ": " + json.at("message").get<std::string>().substr(0, max_quoted);
}

}  // namespace

// A reply to 429 that says when to come back makes a better hint than any general one.
Error api_error(const HttpResponse& response)
{
    const Meaning& meaning = meaning_of(response.status);
    std::string hint{meaning.hint};
    if (response.status == 429 && response.retry_after) {
        hint = fmt::format("the next request passes in {}", format_duration(*response.retry_after));
    }
    return {.kind = meaning.kind,
            .message = fmt::format("{}{} (HTTP {}, request {})",
                                   meaning.what,
                                   quoted_message(response.body),
                                   response.status,
                                   response.request_id),
            .hint = std::move(hint)};
}

}  // namespace azen::cli

#include "cli/key_values.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "core/base/json_depth.h"
#include "core/base/time_text.h"
#include "core/base/uuid.h"

namespace azen::cli {

Result<std::optional<Timestamp>> parse_expiry(std::string_view text, Timestamp now)
{
    // Words first: "now" would otherwise be read by a parser that knows nothing of expiry.
    if (text == "never") {
        return std::nullopt;
    }
    if (text == "now") {
        return now;
    }
    return TRY(parse_moment(text, now));
}

// The text is not quoted: it may be anything, and was meant for a URL.
Result<std::string> parse_memory_id(std::string_view text)
{
    if (!is_uuid(text)) {
        return fail(ErrorKind::invalid,
                    "ID is no memory id",
                    "`azen memory list` shows the ids: 36 characters, four dashes among them");
    }
    return std::string{text};
}

Result<std::string> parse_metadata(std::string_view text)
{
    if (is_nested_too_deep(text)) {
        return fail(ErrorKind::invalid,
                    "--metadata is nested too deep",
                    fmt::format("{} levels are the most", max_json_depth));
    }
    // Ordered, so that it comes back as it was typed.
    const nlohmann::ordered_json json = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!json.is_object() && !json.is_null()) {
        return fail(ErrorKind::invalid,
                    "--metadata is no JSON object",
                    R"(write it like '{"team":"search"}', in quotes)");
    }
    return json.dump();
}

}  // namespace azen::cli

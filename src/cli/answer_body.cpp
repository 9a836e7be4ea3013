#include "cli/answer_body.h"

#include "core/base/json_depth.h"

namespace azen::cli {
namespace {

// Metadata may be nested as deep as anywhere, and lies within a record, a list and the answer.
constexpr std::size_t max_depth = max_json_depth + 4;

}  // namespace

nlohmann::ordered_json parse_answer(std::string_view body)
{
    using Json = nlohmann::ordered_json;
    return is_nested_too_deep(body, max_depth) ? Json(Json::value_t::discarded)
                                               : Json::parse(body, nullptr, false);
}

}  // namespace azen::cli

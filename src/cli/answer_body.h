#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace azen::cli {

/// The body of a server's answer as JSON; discarded when it is none, or nested deeper than anything
/// that the API can have to say. The server may be anybody's: every answer is read by this.
nlohmann::ordered_json parse_answer(std::string_view body);

}  // namespace azen::cli

#include "server/app/body_fields.h"

#include <fmt/format.h>

#include "core/base/time_text.h"
#include "server/app/json_text.h"

namespace azen::server {

std::string_view type_name(const nlohmann::json* value)
{
    if (value == nullptr) {
        return "undefined";
    }
    switch (value->type()) {
        case nlohmann::json::value_t::null: return "null";
        case nlohmann::json::value_t::object: return "object";
        case nlohmann::json::value_t::array: return "array";
        case nlohmann::json::value_t::string: return "string";
        case nlohmann::json::value_t::boolean: return "boolean";
        case nlohmann::json::value_t::number_integer:
        case nlohmann::json::value_t::number_unsigned:
        case nlohmann::json::value_t::number_float: return "number";
        case nlohmann::json::value_t::binary:
        case nlohmann::json::value_t::discarded: break;
    }
    return "unknown";
}

void BodyFields::complain(std::string_view name, std::string_view problem)
{
    problems_ += fmt::format("{}[{}.{}] {}", problems_.empty() ? "" : "; ", place_, name, problem);
}

void BodyFields::complain_of_type(std::string_view name,
                                  std::string_view expected,
                                  const nlohmann::json* received)
{
    complain(name,
             fmt::format("Invalid input: expected {}, received {}", expected, type_name(received)));
}

const nlohmann::json* BodyFields::find(std::string_view name, std::string_view type, Need need)
{
    const auto found = object_.find(name);
    const nlohmann::json* const value = found == object_.end() ? nullptr : &*found;
    const bool may_be_absent = (value == nullptr && need != Need::required) ||
                               (value != nullptr && value->is_null() && need == Need::nullable);
    if (may_be_absent) {
        return nullptr;
    }
    if (type_name(value) != type) {
        complain_of_type(name, type == "object" ? "record" : type, value);
        return nullptr;
    }
    return value;
}

std::optional<std::string> BodyFields::text(std::string_view name, Need need, std::size_t least)
{
    const nlohmann::json* const value = find(name, "string", need);
    if (value == nullptr) {
        return std::nullopt;
    }
    auto text = value->get<std::string>();
    if (count_code_points(text) < least) {
        complain(name, fmt::format("Too small: expected string to have >={} characters", least));
        return std::nullopt;
    }
    return text;
}

std::optional<std::int64_t> BodyFields::integer(std::string_view name,
                                                Need need,
                                                std::int64_t least)
{
    const nlohmann::json* const value = find(name, "number", need);
    if (value == nullptr) {
        return std::nullopt;
    }
    // A number that is written with a point or an exponent, or is beyond 63 bits, is none here.
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (!value->is_number_integer() ||
        (value->is_number_unsigned() && value->get<std::uint64_t>() > most)) {
        complain(name, "Invalid input: expected int, received number");
        return std::nullopt;
    }
    const auto number = value->get<std::int64_t>();
    if (number < least) {
        complain(name, fmt::format("Too small: expected number to be >={}", least));
        return std::nullopt;
    }
    return number;
}

std::optional<bool> BodyFields::boolean(std::string_view name, Need need)
{
    const nlohmann::json* const value = find(name, "boolean", need);
    return value == nullptr ? std::nullopt : std::optional{value->get<bool>()};
}

std::optional<Timestamp> BodyFields::time(std::string_view name, Need need)
{
    const auto value = text(name, need);
    const auto time = value ? parse_timestamp(*value) : std::nullopt;
    if (value && !time) {
        complain(name, "Invalid ISO datetime");
    }
    return time;
}

std::optional<nlohmann::json> BodyFields::object(std::string_view name, Need need)
{
    const nlohmann::json* const value = find(name, "object", need);
    return value == nullptr ? std::nullopt : std::optional{*value};
}

bool BodyFields::is_set(std::string_view name) const
{
    const auto found = object_.find(name);
    return found != object_.end() && !found->is_null() && *found != false;
}

bool BodyFields::is_null(std::string_view name) const
{
    const auto found = object_.find(name);
    return found != object_.end() && found->is_null();
}

}  // namespace azen::server

#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/transfer/field_reader.h"

/// What reading the wire needs besides FieldReader, for the files beside this one.
namespace azen::wire {

/// The one of `values` that to_string() calls what the field says.
template <typename Value>
Value choice(FieldReader& reader, const char* name, std::span<const Value> values)
{
    const std::string text = reader.text(name);
    const auto found = std::ranges::find_if(
        values, [&text](const Value& value) { return to_string(value) == text; });
    if (found == values.end()) {
        reader.reject(name, "has a value that is not known");
        return values.front();
    }
    return *found;
}

/// The field, read by `parse`, which gives a Result.
template <typename Parse>
auto nested(FieldReader& reader, const char* name, Parse parse)
    -> std::optional<typename decltype(parse(reader.any(name)))::value_type>
{
    auto value = parse(reader.any(name));
    if (!value) {
        reader.reject(name, value.error().message);
        return std::nullopt;
    }
    return std::optional{*std::move(value)};
}

/// The same; null reads as nullopt.
template <typename Parse>
auto nested_or_null(FieldReader& reader, const char* name, Parse parse)
    -> std::optional<typename decltype(parse(reader.any(name)))::value_type>
{
    return reader.any(name).is_null() ? std::nullopt : nested(reader, name, parse);
}

/// Each of a list, read by `parse`.
template <typename Parse>
auto list(FieldReader& reader, const char* name, Parse parse)
    -> std::vector<typename decltype(parse(reader.any(name)))::value_type>
{
    const nlohmann::ordered_json& json = reader.any(name);
    std::vector<typename decltype(parse(json))::value_type> values;
    if (!json.is_array()) {
        reader.reject(name, "has to be a list");
        return values;
    }
    for (const auto& each : json) {
        auto value = parse(each);
        if (!value) {
            reader.reject(name, value.error().message);
            return values;
        }
        values.push_back(*std::move(value));
    }
    return values;
}

}  // namespace azen::wire

#include "core/transfer/field_reader.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/time_text.h"

namespace azen {
namespace {

const nlohmann::ordered_json nothing;

}  // namespace

FieldReader::FieldReader(const nlohmann::ordered_json& object) : object_{object}
{
    if (!object.is_object()) {
        note("is no JSON object");
    }
}

const nlohmann::ordered_json& FieldReader::any(const char* name)
{
    read_.insert(name);
    if (!object_.is_object()) {
        return nothing;
    }
    const auto found = object_.find(name);
    if (found == object_.end()) {
        reject(name, "is missing");
        return nothing;
    }
    return *found;
}

std::string FieldReader::text(const char* name)
{
    const nlohmann::ordered_json& value = any(name);
    if (!value.is_string()) {
        reject(name, "has to be a text");
        return {};
    }
    return value.get<std::string>();
}

bool FieldReader::boolean(const char* name)
{
    const nlohmann::ordered_json& value = any(name);
    if (!value.is_boolean()) {
        reject(name, "has to be true or false");
        return false;
    }
    return value.get<bool>();
}

Timestamp FieldReader::time(const char* name)
{
    const auto time = parse_timestamp(text(name));
    if (!time) {
        reject(name, "has to be a time such as 2026-01-15T10:30:00.000Z");
    }
    return time.value_or(Timestamp{});
}

// Numbers too large for 64 bits are kept as unsigned or as floating point: neither is in range.
std::int64_t FieldReader::integer(const char* name, std::int64_t least, std::int64_t most)
{
    const nlohmann::ordered_json& value = any(name);
    const bool fits =
        value.is_number_integer() &&
        (!value.is_number_unsigned() || value.get<std::uint64_t>() <= std::uint64_t{INT64_MAX});
    const std::int64_t number = fits ? value.get<std::int64_t>() : 0;
    if (!fits || number < least || number > most) {
        reject(name, fmt::format("has to be a whole number from {} to {}", least, most));
        return least;
    }
    return number;
}

std::optional<std::int64_t> FieldReader::optional_integer(const char* name,
                                                          std::int64_t least,
                                                          std::int64_t most)
{
    return any(name).is_null() ? std::nullopt : std::optional{integer(name, least, most)};
}

std::optional<Timestamp> FieldReader::optional_time(const char* name)
{
    return any(name).is_null() ? std::nullopt : std::optional{time(name)};
}

void FieldReader::reject(const char* name, std::string_view reason)
{
    note(fmt::format("\"{}\" {}", name, reason));
}

void FieldReader::note(std::string problem)
{
    if (!problem_) {
        problem_ = std::move(problem);
    }
}

Result<void> FieldReader::finish()
{
    if (object_.is_object()) {
        for (const auto& [name, value] : object_.items()) {
            if (read_.find(name) == read_.end()) {
                note(fmt::format("\"{}\" is no field of it", name));
            }
        }
    }
    return finish_open();
}

Result<void> FieldReader::finish_open() const
{
    return problem_ ? fail(ErrorKind::invalid, *problem_) : Result<void>{};
}

}  // namespace azen

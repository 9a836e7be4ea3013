#include "server/app/handlers/memory_json.h"

#include <cmath>

#include "core/base/time_text.h"
#include "server/app/json_text.h"

namespace azen::server {

namespace {

using nlohmann::json;

constexpr double max_search_limit = 50;

// The member, or null when it is absent: most members may be either, and mean the same.
const json& member(const json& object, const char* name)
{
    static const json null;
    const auto found = object.find(name);
    return found == object.end() ? null : *found;
}

bool is_text(const json& value)
{
    return value.is_string() && !value.get_ref<const std::string&>().empty();
}

bool is_dedup_key(const json& value)
{
    return is_text(value) &&
           count_code_points(value.get_ref<const std::string&>()) <= max_dedup_key_length;
}

bool is_search_limit(const json& value)
{
    // 5 and 5.0 are the same integer in JSON.
    const double number = value.is_number() ? value.get<double>() : 0;
    return number >= 1 && number <= max_search_limit && std::trunc(number) == number;
}

}  // namespace

tl::expected<NewMemory, ApiError> parse_new_memory(std::string_view body)
{
    const auto object = parse_json_object(body);
    if (!object) {
        return tl::unexpected(object.error());
    }
    const json& text = member(*object, "text");
    const json& dedup_key = member(*object, "dedupKey");
    const json& metadata = member(*object, "metadata");
    if (!is_text(text) || !(dedup_key.is_null() || is_dedup_key(dedup_key)) ||
        !(metadata.is_null() || metadata.is_object())) {
        return tl::unexpected(ApiError::invalid_body);
    }
    NewMemory memory{.text = text.get<std::string>(), .dedup_key = {}, .metadata = metadata.dump()};
    if (!dedup_key.is_null()) {
        memory.dedup_key = dedup_key.get<std::string>();
    }
    return memory;
}

tl::expected<SearchRequest, ApiError> parse_search_request(std::string_view body)
{
    const auto object = parse_json_object(body);
    if (!object) {
        return tl::unexpected(object.error());
    }
    const json& query = member(*object, "query");
    if (!is_text(query)) {
        return tl::unexpected(ApiError::invalid_body);
    }
    SearchRequest request{.query = query.get<std::string>()};
    // Unlike the optional members of a memory, topK may be left out but not be null.
    if (const auto limit = object->find("topK"); limit != object->end()) {
        if (!is_search_limit(*limit)) {
            return tl::unexpected(ApiError::invalid_body);
        }
        request.limit = limit->get<std::size_t>();
    }
    return request;
}

void append_memory(std::string& out, const Memory& memory)
{
    out += R"({"id":)";
    append_json_string(out, memory.id);
    out += R"(,"content":)";
    append_json_string(out, memory.text);
    out.append(R"(,"metadata":)").append(memory.metadata);
    out.append(R"(,"createdAt":")").append(format_timestamp(memory.created_at));
    // A memory can be found by its words from the moment it is stored.
    out += R"(","embedded":true})";
}

void append_memories(std::string& out, const std::vector<Memory>& memories)
{
    out += '[';
    for (const Memory& memory : memories) {
        out += out.back() == '[' ? "" : ",";
        append_memory(out, memory);
    }
    out += ']';
}

}  // namespace azen::server

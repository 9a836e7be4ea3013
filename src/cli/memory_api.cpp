#include "cli/memory_api.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "cli/answer_body.h"
#include "cli/api_error.h"

namespace azen::cli {
namespace {

using Json = nlohmann::ordered_json;

// Most often not a defect but an address: a web page, a proxy, another API.
tl::unexpected<Error> odd_answer()
{
    return fail(ErrorKind::internal,
                "the server's answer is not of the agreed shape",
                "check that AZEN_BASE_URL names a memory API");
}

const Json* member(const Json& object, const char* name)
{
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

// Absent, null and of another type are one: there is no text.
std::optional<std::string> text_in(const Json& object, const char* name)
{
    const Json* value = member(object, name);
    return value != nullptr && value->is_string() ? std::optional{value->get<std::string>()}
                                                  : std::nullopt;
}

// Counts are for show: a server that leaves one out is not worth failing for.
std::int64_t number_in(const Json& object, const char* name)
{
    const Json* value = member(object, name);
    return value != nullptr && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

// Without an id and a text it is no memory; all else may be missing.
Result<MemoryApi::Memory> memory_from(const Json& json)
{
    const auto id = text_in(json, "id");
    const auto content = text_in(json, "content");
    if (!id || !content) {
        return odd_answer();
    }
    const Json* metadata = member(json, "metadata");
    const Json* embedded = member(json, "embedded");
    return MemoryApi::Memory{
        .id = *id,
        .content = *content,
        .metadata = metadata != nullptr && metadata->is_object() ? metadata->dump() : "null",
        .created_at = text_in(json, "createdAt").value_or(""),
        .embedded = embedded != nullptr && embedded->is_boolean() && embedded->get<bool>()};
}

// One bad memory spoils the list: half an answer would look like a whole one.
Result<std::vector<MemoryApi::Memory>> memories_from(const Json& body)
{
    const Json* list = member(body, "memories");
    if (list == nullptr || !list->is_array()) {
        return odd_answer();
    }
    std::vector<MemoryApi::Memory> memories;
    for (const Json& json : *list) {
        memories.push_back(TRY(memory_from(json)));
    }
    return memories;
}

// Matches say how good the memories are. Without them the memories are still the answer.
std::vector<MemoryApi::Match> matches_from(const Json& body)
{
    std::vector<MemoryApi::Match> matches;
    const Json* list = member(body, "rawMatches");
    if (list == nullptr || !list->is_array()) {
        return matches;
    }
    for (const Json& json : *list) {
        const Json* score = member(json, "score");
        matches.push_back(
            {.id = text_in(json, "id").value_or(""),
             .score = score != nullptr && score->is_number() ? score->get<double>() : 0});
    }
    return matches;
}

// The status decides before the body is read: errors need not be JSON.
Result<Json> body_of(const HttpResponse& response)
{
    if (response.status < 200 || response.status > 299) {
        return tl::unexpected<Error>(api_error(response));
    }
    Json body = parse_answer(response.body);
    if (!body.is_object()) {
        return odd_answer();
    }
    return body;
}

}  // namespace

Result<Json> MemoryApi::call(const HttpRequest& request)
{
    const HttpResponse response = TRY(http_->send(request));
    return body_of(response);
}

HttpRequest MemoryApi::creation_request(const NewMemory& memory)
{
    Json body{{"text", memory.text}};
    if (memory.dedup_key) {
        body["dedupKey"] = *memory.dedup_key;
    }
    if (memory.metadata != "null") {
        body["metadata"] = Json::parse(memory.metadata, nullptr, false);
    }
    // Without a dedup key a lost answer may hide a stored memory: sending again would make two.
    return {.method = HttpMethod::post,
            .path = "/api/v1/memory",
            .body = body.dump(),
            .resend = memory.dedup_key ? Resend::yes : Resend::no};
}

Result<MemoryApi::Created> MemoryApi::read_created(const HttpResponse& response)
{
    const Json answer = TRY(body_of(response));
    const auto id = text_in(answer, "memoryId");
    if (!id) {
        return odd_answer();
    }
    const Json* duplicated = member(answer, "duplicated");
    return Created{.id = *id,
                   .created_at = text_in(answer, "createdAt"),
                   .duplicated = duplicated != nullptr && *duplicated == true};
}

Result<MemoryApi::Created> MemoryApi::add(const NewMemory& memory)
{
    const HttpResponse response = TRY(http_->send(creation_request(memory)));
    return read_created(response);
}

Result<MemoryApi::Page> MemoryApi::list(std::int64_t page, std::int64_t per)
{
    const Json answer = TRY(call(
        {.path = fmt::format("/api/v1/memory?page={}&per={}", page, per), .resend = Resend::yes}));
    Page found{.page = number_in(answer, "page"),
               .per = number_in(answer, "per"),
               .total_pages = number_in(answer, "total_pages"),
               .total_count = number_in(answer, "total_count")};
    found.memories = TRY(memories_from(answer));
    return found;
}

Result<MemoryApi::Memory> MemoryApi::find(std::string_view id)
{
    const Json answer =
        TRY(call({.path = "/api/v1/memory/" + percent_encode(id), .resend = Resend::yes}));
    const Json* memory = member(answer, "memory");
    return memory == nullptr ? Result<Memory>{odd_answer()} : memory_from(*memory);
}

// A POST, but one that changes nothing: it may be sent again.
Result<MemoryApi::Found> MemoryApi::search(std::string_view query, std::int64_t top_k)
{
    const Json body{{"query", query}, {"topK", top_k}};
    const Json answer = TRY(call({.method = HttpMethod::post,
                                  .path = "/api/v1/memory/search",
                                  .body = body.dump(),
                                  .resend = Resend::yes}));
    Found found{.raw_matches = matches_from(answer)};
    found.memories = TRY(memories_from(answer));
    return found;
}

// Safe to send twice, though the second answer may then be that it is gone already.
HttpRequest MemoryApi::deletion_request(std::string_view id)
{
    return {.method = HttpMethod::del,
            .path = "/api/v1/memory/" + percent_encode(id),
            .body = {},
            .resend = Resend::yes};
}

Result<void> MemoryApi::remove(std::string_view id)
{
    TRY(call(deletion_request(id)));
    return {};
}

Result<Json> MemoryApi::usage(const std::optional<std::string>& key_id)
{
    const std::string query = key_id ? "?apiKeyId=" + percent_encode(*key_id) : std::string{};
    return call({.path = "/api/v1/usage" + query, .resend = Resend::yes});
}

}  // namespace azen::cli

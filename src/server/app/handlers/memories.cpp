#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/time_text.h"
#include "core/base/uuid.h"
#include "core/service/memory_service.h"
#include "server/app/application.h"
#include "server/app/handlers/handlers.h"
#include "server/app/handlers/memory_json.h"
#include "server/app/query.h"
#include "server/app/replies.h"

namespace azen::server::handlers {

namespace {

using nlohmann::ordered_json;

constexpr IntegerParameter page_parameter{
    .name = "page", .minimum = 1, .maximum = 1'000'000'000, .fallback = 1};
constexpr IntegerParameter per_parameter{
    .name = "per", .minimum = 1, .maximum = 100, .fallback = 20};

// Ids are kept in lower case and may be sent in either (RFC 9562, section 4).
std::string lower_case(std::string_view id)
{
    std::string lower{id};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower;
}

Reply render_created(const CreatedMemory& created)
{
    // What is told of a duplicate is no more than the caller knew: not when it was made, nor its
    // text.
    if (created.duplicated) {
        const ordered_json body{{"status", "success"},
                                {"memoryId", created.id},
                                {"duplicated", true},
                                {"message", "Memory already exists with this dedupKey"}};
        return {.status = 200, .body = body.dump()};
    }
    const ordered_json body{{"status", "success"},
                            {"memoryId", created.id},
                            {"createdAt", format_timestamp(created.created_at)},
                            {"embedding", "processing"}};
    return {.status = 201, .body = body.dump()};
}

Reply render_page(const MemoryPage& found, const PageNumber& page)
{
    // By hand: a page of memories as a tree would copy every text twice more.
    std::string body = R"({"status":"success","memories":)";
    append_memories(body, found.memories);
    body += fmt::format(R"(,"page":{},"per":{},"total_pages":{},"total_count":{}}})",
                        page.number,
                        page.per,
                        (found.total + page.per - 1) / page.per,
                        found.total);
    return {.status = 200, .body = std::move(body)};
}

// Beside the transactions, and one at a time of an organization's: what it takes is memory.
Deferred list_later(const Call& call, const PageNumber& page)
{
    std::string organization_id{call.caller.identity.organization_id};
    auto work = [organization_id, page, &services = call.services]() -> Result<Reply> {
        const auto reader = TRY(services.store.open_memory_reader());
        return render_page(TRY(services.memories.list(*reader, organization_id, page)), page);
    };
    return {.queue = std::move(organization_id), .work = std::move(work)};
}

}  // namespace

Result<Answer> create_memory(const Call& call)
{
    const auto memory = parse_new_memory(call.request.body);
    if (!memory) {
        return error_reply(memory.error());
    }
    const CreatedMemory created = TRY(call.services.memories.create(
        *call.transaction, call.caller.identity.organization_id, *memory, call.now));
    return render_created(created);
}

Result<Answer> list_memories(const Call& call)
{
    const PageNumber page{.number = integer_value(call.request.query, page_parameter),
                          .per = integer_value(call.request.query, per_parameter)};
    const std::string_view organization_id = call.caller.identity.organization_id;
    MemoryRows& memories = call.transaction->memories();
    if (TRY(MemoryService::is_large(memories, organization_id, page))) {
        return list_later(call, page);
    }
    return render_page(TRY(call.services.memories.list(memories, organization_id, page)), page);
}

Result<Answer> get_memory(const Call& call)
{
    if (!is_uuid(call.memory_id)) {
        return error_reply(ApiError::invalid_memory_id);
    }
    const std::optional<Memory> memory = TRY(call.services.memories.find(
        *call.transaction, call.caller.identity.organization_id, lower_case(call.memory_id)));
    if (!memory) {
        return error_reply(ApiError::memory_not_found);
    }
    std::string body = R"({"status":"success","memory":)";
    append_memory(body, *memory);
    body += '}';
    return Reply{.status = 200, .body = std::move(body)};
}

Result<Answer> delete_memory(const Call& call)
{
    if (!is_uuid(call.memory_id)) {
        return error_reply(ApiError::invalid_memory_id);
    }
    const std::string id = lower_case(call.memory_id);
    const bool deleted =
        TRY(MemoryService::remove(*call.transaction, call.caller.identity.organization_id, id));
    if (!deleted) {
        return error_reply(ApiError::memory_not_found);
    }
    const ordered_json body{{"status", "success"},
                            {"deleted", true},
                            {"memoryId", id},
                            {"message", "Memory deleted successfully"}};
    return Reply{.status = 200, .body = body.dump()};
}

}  // namespace azen::server::handlers

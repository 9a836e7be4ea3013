#include <string>

#include <nlohmann/json.hpp>

#include "server/app/auth_replies.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/handlers/memory_json.h"

#include "expect.h"

using namespace azen;
using namespace azen::server;
using azen::fuzz::expect;

namespace {

constexpr Timestamp now{milliseconds{1'768'473'000'000}};

// What was read as a memory is written as JSON that says the same.
void check_memory(std::string_view body)
{
    const auto wanted = parse_new_memory(body);
    if (!wanted) {
        return;
    }
    expect(!wanted->text.empty());
    expect(!wanted->dedup_key || !wanted->dedup_key->empty());
    std::string written;
    append_memory(written, {.id = "id", .text = wanted->text, .metadata = wanted->metadata});
    const auto memory = nlohmann::json::parse(written);
    expect(memory.at("content") == wanted->text);
    expect(memory.at("metadata").is_null() || memory.at("metadata").is_object());
}

void check_search(std::string_view body)
{
    if (const auto search = parse_search_request(body)) {
        expect(!search->query.empty());
        expect(search->limit >= 1 && search->limit <= 50);
    }
}

// A session may set no limits, whatever the body is.
void check_key(const nlohmann::json& body, const KeyManager& manager)
{
    if (const auto wanted = read_new_key(body, manager, now)) {
        expect(manager.is_key || (!wanted->remaining && wanted->rate_limit == RateLimit{}));
    }
    if (const auto change = read_key_change(body, manager, ApiKey{}, now)) {
        expect(manager.is_key || (!change->quota && !change->rate_limit && !change->permissions));
    }
}

}  // namespace

// The same bytes as the body of each kind of request that has one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::text_of(data, size);
    check_memory(text);
    check_search(text);

    Request request;
    request.content_type = "application/json";
    request.body = text;
    if (const auto body = read_auth_body(request)) {
        expect(body->is_object());
        for (const bool is_key : {false, true}) {
            check_key(*body, {.user_id = "u", .organization_id = "o", .is_key = is_key});
        }
    }
    return 0;
}

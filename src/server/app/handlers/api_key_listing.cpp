#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "server/app/auth_replies.h"
#include "server/app/handlers/api_key_json.h"
#include "server/app/query.h"

namespace azen::server {

namespace {

// What keys can be ordered by: the fields that are one value.
constexpr std::array<std::string_view, 20> sortable{
    "id",           "name",           "start",          "prefix",
    "userId",       "organizationId", "status",         "enabled",
    "expiresAt",    "revokedAt",      "rateLimitMax",   "rateLimitTimeWindow",
    "remaining",    "refillAmount",   "refillInterval", "lastRefillAt",
    "requestCount", "lastRequest",    "createdAt",      "updatedAt"};

// The words for what is wrong are those of the body's fields.
std::optional<std::int64_t> read_count(std::string_view query,
                                       std::string_view name,
                                       BodyFields& problems)
{
    const auto text = query_value(query, name);
    if (!text) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const char* const last = text->data() + text->size();
    const auto [end, error] = std::from_chars(text->data(), last, number);
    if (error != std::errc{} || end != last) {
        problems.complain(name, "Invalid input: expected number, received NaN");
        return std::nullopt;
    }
    if (number < 0) {
        problems.complain(name, "Too small: expected number to be >=0");
        return std::nullopt;
    }
    return number;
}

std::optional<std::string> read_choice(std::string_view query,
                                       std::string_view name,
                                       std::span<const std::string_view> choices,
                                       BodyFields& problems)
{
    auto text = query_value(query, name);
    if (text && std::ranges::find(choices, *text) == choices.end()) {
        problems.complain(
            name,
            fmt::format("Invalid option: expected one of \"{}\"", fmt::join(choices, "\"|\"")));
    }
    return text;
}

}  // namespace

tl::expected<KeyListing, Reply> read_key_listing(std::string_view query)
{
    constexpr std::array<std::string_view, 2> directions{"asc", "desc"};
    constexpr std::array<std::string_view, 2> yes_or_no{"true", "false"};
    const auto nothing = nlohmann::json::object();
    BodyFields problems{nothing, "query"};
    KeyListing listing{.organization_id = query_value(query, "organizationId"),
                       .limit = read_count(query, "limit", problems),
                       .offset = read_count(query, "offset", problems),
                       .sort_by = read_choice(query, "sortBy", sortable, problems)};
    listing.descending = read_choice(query, "sortDirection", directions, problems) == "desc";
    listing.with_revoked = read_choice(query, "includeRevoked", yes_or_no, problems) == "true";
    if (!problems.problems().empty()) {
        return tl::unexpected(auth_error_reply(AuthError::validation, problems.problems()));
    }
    return listing;
}

}  // namespace azen::server

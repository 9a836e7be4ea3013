#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/service/memory_service.h"
#include "server/http/error_table.h"

#include <tl/expected.hpp>

/// The JSON of memories: bodies that come in, and memories that go out.
namespace azen::server {

inline constexpr std::size_t max_dedup_key_length = 256;  // code points

/// {text, dedupKey?, metadata?}; what else there is, is ignored. ApiError::invalid_json or
/// ApiError::invalid_body, as parse_json_object() tells them apart; so below.
tl::expected<NewMemory, ApiError> parse_new_memory(std::string_view body);

/// What to look for, and how many matches at most.
struct SearchRequest {
    std::string query;      // at least 1 character
    std::size_t limit = 5;  // topK, 1 to 50
};

/// {query, topK?}
tl::expected<SearchRequest, ApiError> parse_search_request(std::string_view body);

/// Appends {"id","content","metadata","createdAt","embedded"}. Written by hand, in one pass:
/// metadata is JSON already, and stays as it was stored.
void append_memory(std::string& out, const Memory& memory);

/// Appends a JSON array of them.
void append_memories(std::string& out, const std::vector<Memory>& memories);

}  // namespace azen::server

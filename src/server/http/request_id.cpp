#include "server/http/request_id.h"

#include <algorithm>
#include <span>

#include "core/base/codec.h"

namespace azen::server {
namespace {

constexpr std::size_t max_request_id_length = 64;

bool is_request_id_character(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '.' || character == '_' ||
           character == '-';
}

}  // namespace

// No part of the pool is used twice: an id is not a secret, but two requests with one id would be
// one in a log.
void RequestIds::next(std::string& id)
{
    if (used_ == pool_.size()) {
        random_.fill(pool_);
        used_ = 0;
    }
    const std::span<const std::byte> drawn = std::span{pool_}.subspan(used_, id_bytes);
    used_ += id_bytes;
    id.clear();
    append_hex(id, drawn);
}

bool is_request_id(std::string_view text)
{
    return !text.empty() && text.size() <= max_request_id_length &&
           std::ranges::all_of(text, is_request_id_character);
}

}  // namespace azen::server

#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/random.h"

namespace azen::server {

/// Makes the ids of requests that bring none: 128 random bits as 32 hexadecimal digits. Draws many
/// at once, because a draw costs as much as the rest of reading a request. One per thread.
class RequestIds {
public:
    /// `random` outlives this.
    explicit RequestIds(RandomSource& random) : random_{random} {}

    /// Replaces `id` by the next one.
    void next(std::string& id);

private:
    static constexpr std::size_t id_bytes = 16;

    RandomSource& random_;
    std::array<std::byte, 256 * id_bytes> pool_{};
    std::size_t used_ = pool_.size();
};

/// Whether a client's own id is fit to be sent back and logged: 1 to 64 of [A-Za-z0-9._-]. Anything
/// else could break a header line or a log line.
bool is_request_id(std::string_view text);

}  // namespace azen::server

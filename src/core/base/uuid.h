#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/random.h"

namespace azen {

/// The 128 bits of a UUID, in the order of its digits.
using Uuid = std::array<std::byte, 16>;

/// The lower-case, 36-character form. Parsing takes that form alone: what it accepts is formatted
/// to the same text again.
std::string format_uuid(const Uuid& uuid);
void append_uuid(std::string& out, const Uuid& uuid);
std::optional<Uuid> parse_uuid(std::string_view text);

/// A version 4 UUID (RFC 9562) in its lower-case, 36-character form: 122 random bits, so that
/// making the same one twice needs no guarding against.
std::string make_uuid(RandomSource& random);

/// Makes version 4 UUIDs of which those of one millisecond begin with the same 32 bits, so that in
/// an index they are neighbours: a batch of rows then writes a page or two of it, not one each.
///
/// Nobody else can tell: the 32 bits are a hash of the time and of a seed that stays here, the
/// other 90 are random. Thread-safe.
class ClusteredUuids {
public:
    /// `random` outlives this.
    explicit ClusteredUuids(RandomSource& random);

    std::string make(Timestamp now) const;

private:
    RandomSource& random_;
    std::array<std::byte, 16> seed_{};
};

/// Whether `text` has the 8-4-4-4-12 hexadecimal form, in either case, of any version.
bool is_uuid(std::string_view text);

}  // namespace azen
